(ns knossos.model
  "A stand-in, where `Model` is an interface instead of a protocol.")

(definterface Model
  (step [op]))

(defn step [^knossos.model.Model model op] (.step model op))

(defrecord Inconsistent [msg]
  knossos.model.Model
  (step [this _] this))

(defn inconsistent [msg] (->Inconsistent msg))
(defn inconsistent? [model] (instance? Inconsistent model))

(defrecord CASRegister [value]
  knossos.model.Model
  (step [this op]
    (let [v (:value op)]
      (case (:f op)
        :write (->CASRegister v)
        :read (if (or (nil? v) (= v value)) this (inconsistent (str "can't read " v " from register " value)))
        :cas (if (= value (first v)) (->CASRegister (second v)) (inconsistent (str "can't CAS from " (first v))))))))

(defn cas-register ([] (cas-register nil)) ([value] (->CASRegister value)))
