(ns suite.models.counter
  "A counter, as a user would write it: :add of a number, :read of the sum."
  (:require [interregnum.model :refer [inconsistent]]))

(defn model
  ([] (model 0))
  ([n] {:n n}))

(defn step [{:keys [n] :as counter} {:keys [f value]}]
  (case f
    :add  (update counter :n + value)
    :read (if (or (nil? value) (= n value))
            counter
            (inconsistent (str "the sum is " n ", not " value)))))
