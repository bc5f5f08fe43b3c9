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
  (:import (io.interregnum.check.linear Limits LinearOperation LinearOutcome LinearOutcome$Answer Linearizability
                                        Witness)
           (io.interregnum.clojure ClojureOp PlainValues)
           (io.interregnum.history RunClock)
           (java.time Duration)
           (java.util.function BooleanSupplier)))

(set! *warn-on-reflection* true)

(def ^:private forever (Duration/ofDays 3650))

(defn- limits-of [{:keys [time-limit configurations-max cache-bytes-max]}]
  (let [caller (Thread/currentThread)
        bytes  (or cache-bytes-max (quot (.maxMemory (Runtime/getRuntime)) 4))]
    (-> (Limits/on (RunClock/startNow))
        (.withTimeMax (if time-limit (Duration/ofMillis (long time-limit)) forever))
        (.withConfigurationsMax (long (or configurations-max Long/MAX_VALUE)))
        (.withCacheBytesMax (long bytes))
        (.withCancelled (reify BooleanSupplier (getAsBoolean [_] (.isInterrupted caller)))))))

(defn- remaining
  "The limits with what is left of their time."
  ^Limits [^Limits limits]
  (let [left (.minusNanos (.timeMax limits) (.nanos (.clock limits)))]
    (.withTimeMax limits (if (.isNegative left) Duration/ZERO left))))

(defn- for-explaining
  "What is left of the limits, and no more than a verdict takes by default: the verdict is there already."
  [limits]
  (let [limits (remaining limits)]
    (if (pos? (.compareTo (.timeMax limits) Limits/TIME_MAX))
      (.withTimeMax limits Limits/TIME_MAX)
      limits)))

(defn- linear-operation ^LinearOperation [{:keys [asked answer began ended]} f value]
  (LinearOperation. (long began) f value (long began) (if answer (long ended) LinearOperation/NEVER)))

(defn- opaque
  "Operations for a model in Clojure."
  [operations op-keys]
  (mapv #(linear-operation % (PlainValues/name (:f (:asked %))) (ClojureOp. (history/step-op % op-keys))) operations))

(defn- in-java
  "The model in Java and its operations; nil where there is none, or none that sees what the model in Clojure sees."
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

(defn- check-in-java
  "The outcome by a model in Java, and the operations it saw; nil where there is none."
  [judged limits]
  (try
    (when-let [{:keys [java linear seen]} (in-java judged)]
      {:outcome (Linearizability/check java linear limits), :seen seen})
    ;; Ops or values that it does not know: the model in Clojure shall say what it thinks of them.
    (catch IllegalArgumentException _ nil)))

(defn- check-in-clojure
  "The outcome by the model itself, and the operations it saw, which are all."
  [{:keys [model step operations op-keys]} limits]
  {:outcome (Linearizability/check (model/clojure-model model step) (opaque operations op-keys) limits)
   :seen    operations})

(defn- check
  "The outcome by the quickest way there is, and the operations that it is about."
  [judged limits]
  (or (when-not (:stepped? judged) (check-in-java judged limits))
      (check-in-clojure judged limits)))

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

(defn- unknown [^LinearOutcome outcome ^Limits limits]
  (explanation/unknown (cond
                         (.getAsBoolean (.cancelled limits)) :interrupted
                         (>= (.nanos (.clock limits)) (.toNanos (.timeMax limits))) :timeout
                         :else :out-of-memory)
                       (.cause outcome)))

(defn- explained
  "By an order of all that was answered before; nil if none was found, or none that the model follows."
  [judged ^Witness witness limits how]
  (let [stuck  (.id (.stuck witness))
        before (update judged :operations known-before
                       (some #(when (= stuck (:began %)) (:ended %)) (:operations judged)))
        {:keys [^LinearOutcome outcome seen]} (how before (for-explaining limits))]
    (when (and (= LinearOutcome$Answer/LINEARIZABLE (.answer outcome))
               (explanation/kept? seen (.order outcome)))
      (explanation/invalid judged witness (.order outcome) nil))))

(defn- invalid
  "Explained as well as can be; the verdict stands whatever comes of that."
  [judged ^Witness witness limits]
  (or (try
        (or (explained judged witness limits check)
            (explained judged witness limits check-in-clojure)
            (explanation/invalid judged witness (.order witness) (.core witness)))
        (catch OutOfMemoryError _ nil))
      (explanation/bare judged witness)))

(defn- result
  "What an outcome says; nil if it is a yes that the model does not follow."
  [judged {:keys [^LinearOutcome outcome seen]} limits]
  (condp = (.answer outcome)
    LinearOutcome$Answer/LINEARIZABLE     (explanation/valid judged seen (.order outcome))
    LinearOutcome$Answer/UNDECIDED        (unknown outcome limits)
    LinearOutcome$Answer/NOT_LINEARIZABLE (invalid judged (.get (.witness outcome)) limits)))

(defn- judge [judged limits]
  (or (result judged (check judged limits) limits)
      ;; A model in Java accepted what this one refuses; this one has the last word.
      (result judged (check-in-clojure judged (remaining limits)) limits)
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
