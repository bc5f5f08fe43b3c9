(ns interregnum.twin
  "Which model in Java is the same object as one in Clojure, so that it may judge in its stead, more quickly. Nothing may
  be taken for the same that is not: a no of the twin is final."
  (:require [interregnum.history :as history]
            [interregnum.model :as model])
  (:import (io.interregnum.check.linear Model Models)
           (io.interregnum.clojure PlainValues)))

(set! *warn-on-reflection* true)

(defn- answered-nil? [f operation]
  (and (:answer operation) (= f (:f (:asked operation))) (nil? (history/value operation))))

(defn- without-blank-reads
  "In Java a read of null is one of nothing, here it tells nothing."
  [operations]
  (remove #(answered-nil? :read %) operations))

(defn- unless-blank-dequeues
  "In Java an answered dequeue of null found the queue empty, here it took something; there is no way to say so in Java."
  [operations]
  (when-not (some #(answered-nil? :dequeue %) operations)
    operations))

(defn- unless-mixed-names
  "In Java registers go by their text: :x, \"x\" and 'x would be one."
  [values operations]
  (let [names (concat (keys values) (mapcat #(map second (history/value %)) operations))]
    (when (and (every? #(or (keyword? %) (string? %) (int? %)) names)
               (>= 1 (count (into #{} (map class) names))))
      operations)))

(defn- registers [name]
  (fn [{:keys [value]} operations]
    {:name name, :initial value, :operations (without-blank-reads operations)}))

;; By the name of the class, which need not be there, and of records does not change when a namespace is loaded again.
;; Each function takes the model and the operations. An initial value of nil is the one that the twin has by itself.
(def ^:private twins
  {"interregnum.model.Register"       (registers "register")
   "interregnum.model.CASRegister"    (registers "cas-register")
   "knossos.model.Register"           (registers "register")
   "knossos.model.CASRegister"        (registers "cas-register")
   "interregnum.model.MultiRegister"  (fn [{:keys [values]} operations]
                                        {:name       "multi-register"
                                         :initial    (not-empty values)
                                         :operations (unless-mixed-names values operations)})
   "interregnum.model.Mutex"          (fn [{:keys [locked?]} operations]
                                        (when-not locked?
                                          {:name "mutex", :operations operations}))
   "interregnum.model.SetModel"       (fn [{:keys [elements]} operations]
                                        {:name       "set"
                                         :initial    (seq elements)
                                         :operations (without-blank-reads operations)})
   "interregnum.model.FIFOQueue"      (fn [{:keys [queue]} operations]
                                        {:name       "fifo-queue"
                                         :initial    (seq queue)
                                         :operations (unless-blank-dequeues operations)})
   "interregnum.model.UnorderedQueue" (fn [{:keys [counts]} operations]
                                        {:name       "unordered-queue"
                                         :initial    (seq (mapcat (fn [[value n]] (repeat n value)) counts))
                                         :operations (unless-blank-dequeues operations)})})

(defn- catalogued ^Model [name]
  (some #(when (= name (.name ^Model %)) %) Models/ALL))

(defn of
  "The model in Java that is the same object as `model`, and the operations that matter to it; nil if there is none, or not
  for these operations. `values` makes its initial value."
  [model operations ^PlainValues values]
  (if-let [java (model/to-java model)]
    {:java java, :operations operations}
    (when-let [twin (get twins (.getName (class model)))]
      (let [{:keys [name initial operations]} (twin model operations)
            java (when operations (catalogued name))]
        (when java
          {:java       (if (nil? initial) java (.withInitial ^Model java (.plain values initial)))
           :operations operations})))))
