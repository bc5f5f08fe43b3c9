(ns interregnum.samples.register
  "A model without a record: a map for a state and a function that steps it. A read of nil is one of nothing."
  (:require [interregnum.model :as model]))

(def model {:held nil})

(defn step [{:keys [held] :as state} {:keys [f value type]}]
  (case f
    :read  (if (or (= held value) (= :invoke type)) state (model/inconsistent (str "it holds " held)))
    :write {:held value}
    :cas   (let [[from to] value]
             (if (= from held) {:held to} (model/inconsistent (str "it holds " held))))))
