(ns interregnum.samples.counter
  "A model in Clojure: :add of a number, :read of the sum."
  (:require [interregnum.model :as model]))

(defrecord Counter [n]
  model/Model
  (step [_ {:keys [f value]}]
    (case f
      :add  (->Counter (+ n value))
      :read (if (or (nil? value) (= n value))
              (->Counter n)
              (model/inconsistent (str "the sum is " n ", not " value))))))

(defn model
  ([] (model 0))
  ([n] (->Counter n)))
