(ns interregnum.linear
  "Is a history linearizable? The same questions and answers as Knossos has.

      (analysis (model/cas-register 0)
                [{:process 0, :type :invoke, :f :read, :value nil}
                 {:process 1, :type :invoke, :f :write, :value 3}
                 {:process 1, :type :info, :f :write, :value 3}
                 {:process 0, :type :ok, :f :read, :value 3}])
      ;=> {:valid? true, :configs (...)}"
  (:require [interregnum.explanation :as explanation]
            [interregnum.history :as history]
            [interregnum.model :as model]
            [interregnum.twin :as twin])
  (:import (io.interregnum.check.linear Algorithm Decision Limits LinearOperation LinearOutcome$Answer Linearizability
                                        Witness)
           (io.interregnum.clojure ClojureOp PlainValues)
           (io.interregnum.history RunClock)
           (java.time Duration)
           (java.util.concurrent.atomic AtomicBoolean)
           (java.util.function BooleanSupplier)))

(set! *warn-on-reflection* true)

(def ^:private forever (Duration/ofDays 3650))
(def ^:private explaining-time-max (Duration/ofSeconds 2)) ; for each way to explain

(defn- interrupted-from-now-on
  "Whether this thread was interrupted. Once it was it stays so, though whoever waits in the meantime takes the flag away."
  []
  (let [caller (Thread/currentThread)
        was    (AtomicBoolean.)]
    (reify BooleanSupplier
      (getAsBoolean [_]
        (when (.isInterrupted caller) (.set was true))
        (.get was)))))

(defn- limits-of [{:keys [time-limit configurations-max cache-bytes-max]}]
  (-> (Limits/on (RunClock/startNow))
      (.withTimeMax (if time-limit (Duration/ofMillis (long time-limit)) forever))
      (.withConfigurationsMax (long (or configurations-max Long/MAX_VALUE)))
      (.withCacheBytesMax (long (or cache-bytes-max (quot (.maxMemory (Runtime/getRuntime)) 4))))
      (.withCancelled (interrupted-from-now-on))))

(defn- remaining
  "The limits with what is left of their time."
  ^Limits [^Limits limits]
  (let [left (.minusNanos (.timeMax limits) (.nanos (.clock limits)))]
    (.withTimeMax limits (if (.isNegative left) Duration/ZERO left))))

(defn- for-explaining
  "What is left of the limits, and little: the verdict is there already."
  [limits]
  (let [limits (remaining limits)]
    (if (pos? (.compareTo (.timeMax limits) explaining-time-max))
      (.withTimeMax limits explaining-time-max)
      limits)))

(defn- linear-operation ^LinearOperation [{:keys [asked answer began ended]} f value]
  (LinearOperation. (long began) f value (long began) (if answer (long ended) LinearOperation/NEVER)))

(defn- opaque
  "Operations for a model in Clojure."
  [operations op-keys]
  (mapv #(linear-operation % (PlainValues/name (:f (:asked %))) (ClojureOp. (history/step-op % op-keys))) operations))

(defn- in-java
  "The model in Java, its operations, and those of `judged` that they are; nil where there is no such model, or none that
  sees what the model in Clojure sees."
  [{:keys [model operations]}]
  (let [values (PlainValues.)]
    (when-let [{:keys [java operations]} (twin/of model operations values)]
      (let [linear (mapv #(linear-operation % (PlainValues/name (:f (:asked %))) (.plain values (history/value %)))
                         operations)]
        (cond
          (.isLossless values) {:java java, :linear linear, :seen operations}
          (model/to-java model) (throw (IllegalStateException.
                                        (str "two values of this history would be one in Java, as :a and \":a\" are; "
                                             (pr-str model) " cannot judge it"))))))))

(defn- in-clojure
  "The same of the model itself, which sees everything."
  [{:keys [model step operations op-keys]}]
  {:java (model/clojure-model model step), :linear (opaque operations op-keys), :seen operations})

(defn- decide [{:keys [java linear] :as given} limits]
  (assoc given :decision (Linearizability/decide java linear limits Algorithm/AUTO)))

(defn- decide-in-clojure [judged limits]
  (decide (in-clojure judged) limits))

(defn- decide-quickly
  "The decision by the quickest way there is, beside what it is about."
  [judged limits]
  (or (when-not (:stepped? judged)
        (try
          (some-> (in-java judged) (decide limits))
          ;; Ops or values that it does not know: the model in Clojure shall say what it thinks of them.
          (catch IllegalArgumentException _ nil)))
      (decide-in-clojure judged limits)))

(defn- order-of [^Decision decision]
  (.orElse (.order decision) nil))

(defn- known-before
  "The operations as they stood before the answer at `position`, without the one that it answers; those that were answered
  later are open, with the value that they were to have."
  [operations position]
  (into []
        (comp (filter #(< (:began %) position))
              (remove #(= position (:ended %)))
              (map #(if (some-> (:ended %) (< position))
                      %
                      (assoc % :asked (history/open-op %) :answer nil :ended nil))))
        operations))

(defn- unknown [^Decision decision ^Limits limits]
  (explanation/unknown (cond
                         (.getAsBoolean (.cancelled limits)) :interrupted
                         (>= (.nanos (.clock limits)) (.toNanos (.timeMax limits))) :timeout
                         :else :out-of-memory)
                       (.cause decision)))

(defn- explained
  "By an order of all that was answered before `stuck`; nil if none was found, or none that the model follows."
  [judged ^LinearOperation stuck limits how]
  (let [before (update judged :operations known-before (.completedAt stuck))
        {:keys [^Decision decision seen]} (how before (for-explaining limits))]
    (when (and (= LinearOutcome$Answer/LINEARIZABLE (.answer decision))
               (explanation/kept? seen (order-of decision)))
      (explanation/invalid judged stuck (order-of decision) nil))))

(defn- explained-either-way [judged stuck limits]
  (or (explained judged stuck limits decide-quickly)
      (explained judged stuck limits decide-in-clojure)))

(defn- explained-by-witness [judged ^Witness witness limits]
  (or (explained-either-way judged (.stuck witness) limits)
      ;; Its order begins at the beginning, or somewhere else.
      (when (empty? (.from witness))
        (explanation/invalid judged (.stuck witness) (.order witness) (.core witness)))
      (explanation/bare judged witness)))

(defn- invalid
  "Explained as well as can be; the verdict stands whatever comes of that. If the operation that was found stuck is the
  first one, all before it has an order."
  [judged {:keys [java linear ^Decision decision]} limits]
  (or (try
        (or (some-> (.orElse (.stuck decision) nil)
                    (as-> stuck (explained-either-way judged stuck limits)))
            (explained-by-witness judged (Linearizability/explain java linear decision limits) limits))
        (catch OutOfMemoryError _ nil))
      {:valid? false, :analyzer :interregnum}))

(defn- result
  "What a decision says; nil if it is a yes that the model does not follow."
  [judged {:keys [^Decision decision seen] :as decided} limits]
  (condp = (.answer decision)
    LinearOutcome$Answer/LINEARIZABLE     (explanation/valid judged seen (order-of decision))
    LinearOutcome$Answer/UNDECIDED        (unknown decision limits)
    LinearOutcome$Answer/NOT_LINEARIZABLE (invalid judged decided limits)))

(defn- judge [judged limits]
  (or (result judged (decide-quickly judged limits) limits)
      ;; A model in Java accepted what this one refuses; this one has the last word.
      (result judged (decide-in-clojure judged (remaining limits)) limits)
      (throw (IllegalStateException.
              (str "the model refuses the order that it accepted before; is it a pure function, and its states equal by "
                   "value? " (pr-str (:model judged)))))))

(defn analysis
  "Judges `history`, a sequence of ops, by `model`: a value that satisfies interregnum.model/Model, a model of Knossos,
  or with :step any value. Returns a map of

      :valid?       true, false or :unknown
      :op           the first :ok op that no order explains
      :previous-ok  the :ok op before it
      :final-paths  a set of vectors of {:op :model}, each a way to go on that ends where the model refuses
      :configs      what was settled before: {:model :last-op :pending}; of a valid history, how it ends
      :last-op      the last settled op
      :cause        of :unknown, one of :timeout, :out-of-memory, :interrupted; :info has it in words

  The ops in it are those given, with :index if they had none; of one still open, the invocation, with the :value that
  its answer told.

  `opts` may have
      :time-limit          milliseconds; none by default
      :step                a function of the model and an op, instead of the model's own
      :op-keys             keys besides :f, :value and :type that the model looks at in ops
      :configurations-max  how many configurations may be remembered; any number by default
      :cache-bytes-max     how large their memory may grow; a quarter of the heap by default

  Blocks the calling thread; an interrupt ends it soon and is kept. Throws IllegalArgumentException when the history does
  not pair or the model does not know an op."
  ([model history] (analysis model history {}))
  ([model history opts]
   (let [limits (limits-of opts)
         step   (:step opts)
         judged {:model      model
                 :step       (or step (model/stepper model))
                 :stepped?   (some? step)
                 :refusal    (model/refuser)
                 :operations (history/operations history)
                 :op-keys    (:op-keys opts)}]
     (try
       (judge judged limits)
       (catch OutOfMemoryError _
         (explanation/unknown :out-of-memory "the heap is full"))))))

(defn valid?
  "The :valid? of `analysis`."
  ([model history] (valid? model history {}))
  ([model history opts] (:valid? (analysis model history opts))))
