(ns interregnum.samples.forgetful)

(def model 0)

(defn step [n op]
  (when (= :add (:f op)) (inc n)))
