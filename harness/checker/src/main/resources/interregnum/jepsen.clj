(ns interregnum.jepsen
  "A checker for tests of Jepsen, to be put where jepsen.checker/linearizable would stand:

      (checker/compose {:linear (interregnum.jepsen/linearizable {:model (model/cas-register 0)})})

  Jepsen is no dependency: where it is on the class path, loading this namespace makes the checker satisfy
  jepsen.checker/Checker; where it is not, `check` does the same."
  (:require [interregnum.linear :as linear]
            [interregnum.model])
  (:import (interregnum.model Named)
           (java.io FileNotFoundException)))

(def ^:private shown-max 10)

(defrecord Linearizable [model opts])

(defn linearizable
  "A checker that judges a whole history by `:model`, or by the test's :model if none is given here. The other options
  are those of interregnum.linear/analysis; :algorithm is taken and means nothing."
  [opts]
  (->Linearizable (:model opts) (dissoc opts :model :algorithm)))

(defn- storable
  "`step`, of a path or a config, with data only."
  [step]
  (update step :model #(if (instance? Named %) (update % :state str) %)))

(defn check
  "What `checker` says about `history`: the map of interregnum.linear/analysis, with 10 of :final-paths and of :configs at
  most, since Jepsen writes all of them to disk."
  ([checker test history _]
   (let [model (or (:model checker) (:model test))]
     (when (nil? model)
       (throw (IllegalArgumentException.
               "the checker has no model: (interregnum.jepsen/linearizable {:model m}), or :model in the test")))
     (-> (linear/analysis model history (:opts checker))
         (update :final-paths #(mapv (partial mapv storable) (take shown-max %)))
         (update :configs #(mapv storable (take shown-max %))))))
  ([checker test model history opts]
   (check (if (:model checker) checker (assoc checker :model model)) test history opts)))

(defn- protocol
  "Jepsen's protocol; nil if Jepsen is not on the class path. What else goes wrong in loading it is thrown."
  []
  (try
    (some-> (requiring-resolve 'jepsen.checker/Checker) deref)
    (catch FileNotFoundException e
      (when-not (re-find #"jepsen/checker__init\.class" (str (ex-message e)))
        (throw e)))))

;; Of older versions `check` takes the model as well.
(when-let [checker (protocol)]
  (extend Linearizable checker {:check check}))
