(ns interregnum.explanation
  "What was found, in the form in which Knossos documents its results and Jepsen prints them. The only place that knows
  this form.

  A `judged` is what was judged: :model, :step and :refusal (see interregnum.model), :operations (see
  interregnum.history), and :op-keys."
  (:require [interregnum.history :as history]
            [interregnum.model :as model])
  (:import (io.interregnum.check.linear LinearOperation Witness Witness$Reached)))

(set! *warn-on-reflection* true)

(def ^:private paths-max 10)
(def ^:private steps-max 2000)
(def ^:private tried-max 50) ; of the open operations, those that were invoked last

(defn- advance
  "The next state, or a refusal."
  [{:keys [step op-keys]} state operation]
  (step state (history/step-op operation op-keys)))

(defn- replay
  "The state after `operations`, or nil if the model refuses one."
  [{:keys [model refusal] :as judged} operations]
  (reduce (fn [state operation]
            (let [next (advance judged state operation)]
              (if (refusal next) (reduced nil) next)))
          model
          operations))

(defn- originals
  "The operations that the search calls so."
  [{:keys [operations]} linear]
  (let [wanted (into #{} (map #(.id ^LinearOperation %)) linear)
        by-id  (into {} (keep #(when (wanted (:began %)) [(:began %) %])) operations)]
    (mapv #(by-id (.id ^LinearOperation %)) linear)))

(defn- answered-before? [{:keys [answer ended]} position]
  (and (some? answer) (< ended position)))

(defn- config
  "A state of affairs: `state` after `settled`; `pending` may still take effect."
  [state settled-op pending]
  (cond-> {:model state, :pending (mapv history/open-op pending)}
    settled-op (assoc :last-op settled-op)))

(defn kept?
  "Does `order` have all that was answered of `seen`, what the search saw? Of long histories, and of such that were judged in
  parts, orders are not kept."
  [seen order]
  (let [placed (into #{} (map #(.id ^LinearOperation %)) order)]
    (every? #(or (nil? (:answer %)) (placed (:began %))) seen)))

(defn valid
  "The result for a history that has the order `order`; nil if the model refuses that order. Without :configs if the order
  was not kept."
  [{:keys [operations] :as judged} seen order]
  (let [result {:valid? true, :analyzer :interregnum}]
    (if (kept? seen order)
      (let [order (originals judged order)]
        (when-let [state (replay judged order)]
          (let [placed  (into #{} (map :began) order)
                pending (remove #(or (:answer %) (placed (:began %))) operations)
                final   (peek order)
                last-op (when final (or (:answer final) (history/open-op final)))]
            (assoc result :configs (list (config state last-op pending))))))
      (assoc result :configs ()))))

(defn unknown
  "The result for a history that was not decided; `words` is the search's own account."
  [cause words]
  {:valid? :unknown, :analyzer :interregnum, :cause cause, :info words})

(defn- path-op
  "An operation as it stood at `position`: answered, or still open."
  [operation position]
  (if (answered-before? operation position) (:answer operation) (history/open-op operation)))

(defn- distinct-by [f coll]
  (vals (reduce (fn [kept x] (if (contains? kept (f x)) kept (assoc kept (f x) x))) (array-map) coll)))

(defn- dead-ends
  "Ways on from `state` through some of `open`, each operation of which changes it, to where `stuck` is refused: vectors of
  [operation state], the shortest first. Operations that look alike to the model are tried once."
  [{:keys [refusal op-keys] :as judged} state open stuck]
  (loop [queue (conj clojure.lang.PersistentQueue/EMPTY {:state state, :path [], :open open})
         found []
         steps 0]
    (if (or (empty? queue) (= paths-max (count found)) (> steps steps-max))
      found
      (let [{:keys [state path open]} (peek queue)
            end    (advance judged state stuck)
            onward (for [operation (distinct-by #(history/step-op % op-keys) open)
                         :let [next (advance judged state operation)]
                         :when (not (or (refusal next) (= next state)))]
                     {:state next
                      :path  (conj path [operation next])
                      :open  (remove #(identical? operation %) open)})]
        (recur (into (pop queue) onward)
               (if (refusal end) (conj found (conj path [stuck end])) found)
               (+ steps 1 (count open)))))))

(defn- own-dead-end
  "The way on that the witness shows."
  [judged state order stuck]
  (let [path (reductions (fn [[_ state] operation] [operation (advance judged state operation)])
                         [nil state]
                         (conj (vec order) stuck))]
    (vec (rest path))))

(defn- previous-ok [operations position]
  (let [before (filter #(answered-before? % position) operations)]
    (when (seq before)
      (:answer (apply max-key :ended before)))))

(defn invalid
  "The result for a history that has no order, by an `order` of what was answered before the operation that is stuck; nil if
  the model refuses that order. If the order leaves things out, `core` has what may be put after it, else it is nil.

  Up to the last operation of the order that was answered before `:op`, everything is settled: that is the state in
  :configs. Each of :final-paths begins with that operation and goes on through some that were open."
  [{:keys [operations] :as judged} stuck order core]
  (let [stuck      (first (originals judged [stuck]))
        position   (:ended stuck)
        order      (originals judged order)
        open?      #(not (answered-before? % position))
        settled    (vec (reverse (drop-while open? (rseq order))))
        onward     (subvec order (count settled))
        placed     (into #{} (map :began) settled)
        pending    (filter #(and (< (:began %) position) (open? %) (not (placed (:began %)))) operations)
        may-follow (if core (into #{} (map #(.id ^LinearOperation %)) core) (constantly true))
        state      (replay judged settled)
        settled-op (some-> (peek settled) (path-op position))]
    (when (and state (replay judged order))
      (let [shown (fn [path]
                    (into (if settled-op [{:op settled-op, :model state}] [])
                          (map (fn [[operation state]]
                                 {:op    (if (= stuck operation) (:answer stuck) (path-op operation position))
                                  :model state}))
                          path))
            open  (filter #(and (may-follow (:began %)) (not= stuck %)) pending)
            paths (cons (own-dead-end judged state onward stuck)
                        (dead-ends judged state (take-last tried-max open) stuck))]
        (cond-> {:valid?      false
                 :analyzer    :interregnum
                 :op          (:answer stuck)
                 :final-paths (into #{} (comp (map shown) (distinct) (take paths-max)) paths)
                 :configs     (list (config state settled-op pending))}
          settled-op (assoc :last-op settled-op)
          (previous-ok operations position) (assoc :previous-ok (previous-ok operations position)))))))

(defn bare
  "The result for a history that has no order, when no way there can be shown: only what the model says at the ends of some."
  [{:keys [operations] :as judged} ^Witness witness]
  (let [stuck    (first (originals judged [(.stuck witness)]))
        before   (previous-ok operations (:ended stuck))
        reached  (map #(.refusal ^Witness$Reached %) (.reached witness))
        refusals (or (seq (remove empty? reached)) [(.refusal witness)])]
    (cond-> {:valid?      false
             :analyzer    :interregnum
             :op          (:answer stuck)
             :final-paths (into #{} (map (fn [why] [{:op (:answer stuck), :model (model/inconsistent why)}])) refusals)
             :configs     ()}
      before (assoc :previous-ok before))))
