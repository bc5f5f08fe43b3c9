(ns interregnum.brute-force
  "Linearizability by its definition, for small histories: tries every order."
  (:require [interregnum.history :as history]
            [interregnum.model :as model]))

(defn- before? [a b]
  (and (:ended a) (< (:ended a) (:began b))))

(defn- order? [model operations]
  (or (every? (complement :answer) operations)
      (some (fn [operation]
              (when-not (some #(before? % operation) operations)
                (let [next (model/step model (history/step-op operation nil))]
                  (when-not (model/inconsistent? next)
                    (order? next (remove #(identical? operation %) operations))))))
            operations)))

(defn linearizable? [model ops]
  (boolean (order? model (history/operations ops))))
