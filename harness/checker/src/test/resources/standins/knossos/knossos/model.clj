(ns knossos.model
  "A stand-in: names, protocol and behaviour as Knossos documents them, nothing else of it. Here `Model` is a protocol.")

(defprotocol Model
  (step [model op]))

(defrecord Inconsistent [msg]
  Model
  (step [this _] this))

(defn inconsistent [msg] (->Inconsistent msg))
(defn inconsistent? [model] (instance? Inconsistent model))

(defn- either [fine? next words]
  (if fine? next (inconsistent words)))

(defrecord Register [value]
  Model
  (step [this {f :f, v :value}]
    (if (= :write f)
      (->Register v)
      (either (or (nil? v) (= v value)) this (str value " is not " v)))))

(defrecord CASRegister [value]
  Model
  (step [this {f :f, v :value}]
    (case f
      :write (->CASRegister v)
      :read (either (or (nil? v) (= v value)) this (str "can't read " v " from register " value))
      :cas (either (= value (first v)) (->CASRegister (second v)) (str "can't CAS from " (first v))))))

(defrecord Mutex [locked]
  Model
  (step [_ {f :f}]
    (either (not= locked (= :acquire f)) (->Mutex (= :acquire f)) (str "cannot " (name f)))))

(defn register ([] (register nil)) ([value] (->Register value)))
(defn cas-register ([] (cas-register nil)) ([value] (->CASRegister value)))
(defn mutex [] (->Mutex false))
