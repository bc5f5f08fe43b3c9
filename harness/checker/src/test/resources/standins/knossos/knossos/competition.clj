(ns knossos.competition
  "A stand-in that decides small histories by trying every order, or behaves as badly as it is told."
  (:require [knossos.model :as model]))

(def behaviour
  "One of :honest, :lies, :gives-up, :hangs, :deaf, :throws."
  (atom :honest))

(def asked
  "What it was asked last."
  (atom nil))

(def release
  "Delivered when what is :deaf shall end."
  (atom (promise)))

(defn- calls [history]
  (let [answers (group-by :process (remove #(= :invoke (:type %)) history))]
    (keep (fn [invoke]
            (let [answer (first (filter #(< (:index invoke) (:index %)) (answers (:process invoke))))]
              (when-not (= :fail (:type answer))
                (let [ok? (= :ok (:type answer))]
                  {:op   (if ok? (assoc invoke :value (:value answer)) invoke)
                   :from (:index invoke)
                   :to   (when ok? (:index answer))}))))
          (filter #(= :invoke (:type %)) history))))

(defn- ordered? [state calls]
  (or (not-any? :to calls)
      (some (fn [call]
              (when-not (some #(and (:to %) (< (:to %) (:from call))) calls)
                (let [next (model/step state (:op call))]
                  (and (not (model/inconsistent? next))
                       (ordered? next (remove #(identical? call %) calls))))))
            calls)))

(defn- decide [model history]
  {:valid? (boolean (ordered? model (calls history)))})

(defn- deaf []
  (let [end @release]
    (loop []
      (when-not (try (deref end) (catch InterruptedException _ nil))
        (recur)))))

(defn analysis
  ([model history] (analysis model history {}))
  ([model history opts]
   (reset! asked {:model model, :history history, :opts opts})
   (case @behaviour
     :honest   (decide model history)
     :lies     (update (decide model history) :valid? not)
     :gives-up {:valid? :unknown, :cause :timeout}
     :hangs    @(promise)
     :deaf     (deaf)
     :throws   (throw (IllegalStateException. "out of luck")))))
