(ns interregnum.second-opinion
  "What Knossos says about a history, beside what is said here. Knossos is no dependency: it is asked if it is on the
  class path."
  (:require [interregnum.history :as history]
            [interregnum.linear :as linear]
            [interregnum.model :as model])
  (:import (interregnum.model CASRegister FIFOQueue Mutex MultiRegister Register SetModel UnorderedQueue)
           (io.interregnum.check.linear LinearOperation)
           (io.interregnum.clojure ClojureModel LimitedCall LimitedCall$End LimitedCall$Outcome)
           (java.io FileNotFoundException)
           (java.time Duration)))

(set! *warn-on-reflection* true)

(def ^:private time-limit-default 60000)
(def ^:private head-start 500) ; ms in which Knossos may give up by itself before it is cut off

(defn- absent? [thrown]
  (and (instance? FileNotFoundException thrown)
       (re-find #"knossos/(competition|model)__init\.class" (str (ex-message thrown)))))

(defn- function
  "A function of Knossos; nil if Knossos is not on the class path. What else goes wrong in loading it is thrown."
  [name]
  (try
    (requiring-resolve name)
    (catch FileNotFoundException e
      (when-not (absent? e) (throw e)))))

;; A model of ours in the clothes of Knossos. Its ops carry what ours are stepped with as their :value. The interface is
;; named instead of the protocol, since in Knossos it is now the one and now the other.
(def ^:private adapter
  (delay
    (function 'knossos.model/step)
    (binding [*ns* (the-ns 'interregnum.second-opinion)]
      (eval '(do
               (defrecord Clothed [state advance refusal]
                 knossos.model.Model
                 (step [_ op]
                   (let [after (advance state (:op (:value op)))]
                     (if-let [why (refusal after)]
                       (knossos.model/inconsistent why)
                       (->Clothed after advance refusal)))))
               ->Clothed)))))

(defn- theirs
  "The model of Knossos that is the same object as ours, and what to call it; nil if there is none."
  [model]
  (let [make (fn [name & arguments]
               (when-let [constructor (function (symbol "knossos.model" name))]
                 {:name name, :model (apply @constructor arguments)}))
        begins? #(= % model)]
    (cond
      (instance? Register model)              (make "register" (:value model))
      (instance? CASRegister model)           (make "cas-register" (:value model))
      (instance? MultiRegister model)         (make "multi-register" (:values model))
      (begins? (model/mutex))                 (make "mutex")
      (begins? (model/set))                   (make "set")
      (begins? (model/unordered-queue))       (make "unordered-queue")
      (begins? (model/fifo-queue))            (make "fifo-queue")
      (model/knossos-model? model)
      {:name (.getSimpleName (class model)), :model model})))

(defn- events
  "The ops of `operations` in the order of the history; `dressed` makes the :value of an operation."
  [operations dressed]
  (let [op (fn [operation template position type]
             {:process (:process template), :type type, :f (:f template), :value (dressed operation)
              :index position, :time position})]
    (->> operations
         (mapcat (fn [{:keys [asked answer began ended] :as operation}]
                   (cond-> [[began (op operation asked began :invoke)]]
                     answer (conj [ended (op operation asked ended :ok)]))))
         (sort-by first)
         (map-indexed (fn [index [_ op]] (assoc op :index index)))
         vec)))

(defn- lifted
  "A history as the Knossos at hand wants it: newer ones have a library for that."
  [ops]
  (if-let [lift (try (requiring-resolve 'jepsen.history/history) (catch FileNotFoundException _ nil))]
    (lift ops)
    ops))

(defn- asked-of-knossos
  "A model and a history for Knossos."
  [model operations {:keys [step op-keys]}]
  (if-let [{:keys [name model]} (when-not step (theirs model))]
    {:by      (str "its own model " name)
     :model   model
     :history (lifted (events operations history/value))}
    (do
      (function 'knossos.model/step)
      {:by      "our model in its clothes"
       :model   (@adapter model (or step (model/stepper model)) (model/refuser))
       :history (lifted (events operations (fn [operation] {:op (history/step-op operation op-keys)})))})))

(defn- compared [ours theirs words]
  (let [decided? boolean?]
    (cond
      (not (decided? theirs)) {:opinion :gave-up, :detail words}
      (not (decided? ours))   {:opinion :decides-alone, :detail words}
      (= ours theirs)         {:opinion :agrees, :detail words}
      :else                   {:opinion :disagrees, :detail words})))

(defn- verdict-words [valid?]
  (case valid? true "linearizable" false "not linearizable" (str "undecided (" (pr-str valid?) ")")))

(defn- concluded [ours by ^LimitedCall$Outcome outcome limit-ms]
  (condp = (.end outcome)
    LimitedCall$End/RETURNED
    (let [found  (.value outcome)
          cause  (:cause found)]
      (assoc (compared ours (:valid? found)
                       (str "knossos, by " by ", says " (verdict-words (:valid? found))
                            (when cause (str ", cause " (pr-str cause)))))
             :valid? (:valid? found)
             :analysis found))

    LimitedCall$End/THREW
    {:opinion :gave-up, :detail (str "knossos, by " by ", threw " (.thrown outcome))}

    LimitedCall$End/CUT_OFF
    {:opinion :gave-up, :detail (str "knossos, by " by ", was cut off after " limit-ms " ms")}

    LimitedCall$End/LEFT_BEHIND
    {:opinion :gave-up, :detail (str "knossos, by " by ", was cut off after " limit-ms
                                     " ms and does not heed it: its thread goes on")}))

(defn- prepared
  "What to ask Knossos, or an opinion that says why it cannot be asked."
  [model operations opts]
  (try
    (if-let [analysis (function 'knossos.competition/analysis)]
      (assoc (asked-of-knossos model operations opts) :analysis @analysis)
      {:opinion :absent, :detail "knossos is not on the class path"})
    (catch Exception e
      {:opinion :gave-up, :detail (str "knossos could not be asked: " (ex-message (or (ex-cause e) e)))})))

(defn- ask [model operations ours {:keys [time-limit] :as opts}]
  (let [limit-ms (long (or time-limit time-limit-default))
        {:keys [by model history analysis opinion] :as question} (prepared model operations opts)]
    (if opinion
      question
      (concluded ours by
                 (LimitedCall/run "knossos"
                                  (bound-fn* #(analysis model history {:time-limit limit-ms}))
                                  (Duration/ofMillis (+ limit-ms (long head-start))))
                 limit-ms))))

(defn opinion
  "Asks Knossos about `history` and compares it with `analysis`, what interregnum.linear/analysis said, or with a new such
  analysis. Returns

      :opinion   :agrees, :disagrees, :decides-alone (we did not decide), :gave-up (it did not), or :absent
      :detail    a clause
      :valid?    and :analysis, what Knossos said, if it said anything

  Knossos judges by its own model where it has the same one, else by this model. `opts` are those of `analysis`;
  :time-limit, in milliseconds, is of each of the two, a minute by default, and cuts Knossos off."
  ([model history] (opinion model history {}))
  ([model history opts] (opinion model history opts (linear/analysis model history opts)))
  ([model history opts analysis]
   (ask model (history/operations history) (:valid? analysis) opts)))

;; From Java: operations without processes and ops.

(defn- processes
  "For each of `linear`, in the order of invocation, a process that has nothing else in flight, as few as possible."
  [linear]
  (loop [left linear, busy (sorted-set), free (sorted-set), next-process 0, given []]
    (if-let [^LinearOperation operation (first left)]
      (let [over    (take-while (fn [[end]] (< end (.invokedAt operation))) busy)
            free    (into free (map second) over)
            process (or (first free) next-process)]
        (recur (rest left)
               (conj (reduce disj busy over) [(.completedAt operation) process])
               (disj free process)
               (if (= process next-process) (inc next-process) next-process)
               (conj given process)))
      given)))

(defn- positions
  "Of each of `linear`, where its invocation and its answer come in a history; at equal stamps invocations come first, so
  that such operations are concurrent."
  [linear]
  (let [stamps (mapcat (fn [[n ^LinearOperation operation]]
                         (cond-> [[(.invokedAt operation) 0 n]]
                           (not (.isPending operation)) (conj [(.completedAt operation) 1 n])))
                       (map-indexed vector linear))]
    (reduce (fn [found [position [_ kind n]]] (assoc-in found [n kind] position))
            {}
            (map-indexed vector (sort stamps)))))

(defn- from-java [linear]
  (let [linear (vec (sort-by #(.invokedAt ^LinearOperation %) linear))
        at     (positions linear)]
    (mapv (fn [n ^LinearOperation operation process]
            (let [{:keys [f value]} (ClojureModel/op operation)
                  op {:process process, :f f}]
              (history/->Operation (assoc op :type :invoke, :value (when (.isPending operation) value))
                                   (when-not (.isPending operation) (assoc op :type :ok, :value value))
                                   (get-in at [n 0])
                                   (get-in at [n 1]))))
          (range) linear (processes linear))))

(defn- in-clojure
  "The model as a Clojure user would have it, and how it is stepped. A register in Java takes a read of null as one of
  nothing, which Knossos does not."
  [^io.interregnum.check.linear.Model java operations]
  (let [value    #(let [state ^java.util.Optional (.initial java)] (.orElse state nil))
        nothing? (some #(and (:answer %) (= :read (:f (:asked %))) (nil? (history/value %))) operations)]
    (cond
      (instance? ClojureModel java)
      (let [step (.step (.code ^ClojureModel java))]
        {:model (.initial java)
         :step  (when-not (= step (try (model/stepper (.initial java)) (catch IllegalArgumentException _ nil)))
                  step)})

      (and (= "register" (.name java)) (not nothing?))
      {:model (model/register (io.interregnum.clojure.PlainValues/toClojure (value)))}

      (and (= "cas-register" (.name java)) (not nothing?))
      {:model (model/cas-register (io.interregnum.clojure.PlainValues/toClojure (value)))}

      :else {:model (model/of-java java)})))

(defn of-operations
  "For io.interregnum.clojure.SecondOpinion: `opinion` about operations in Java, `ours` being our :valid?."
  [java linear ours limit-ms]
  (let [operations (from-java linear)
        {:keys [model step]} (in-clojure java operations)]
    (ask model operations ours {:step step, :time-limit limit-ms})))
