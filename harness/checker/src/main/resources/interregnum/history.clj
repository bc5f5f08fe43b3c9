(ns interregnum.history
  "Pairs the ops of a history to operations, as Knossos documents it: a failed pair never happened, an invocation that
  was not answered, or with :info, may take effect at any time after it, or never.

  An op is a map, or a record, with :process, :type (:invoke, :ok, :fail or :info), :f and :value; :index is optional.
  The order of the history is real time. Ops of the process :nemesis are nobody's operations.")

(set! *warn-on-reflection* true)

;; asked: the invocation; answer: the :ok, else nil; began, ended: positions in the history, ended nil if there was none
(defrecord Operation [asked answer began ended])

(defn- malformed [position op & words]
  (throw (IllegalArgumentException.
          (str "op " (pr-str op) " at position " position " of the history: " (apply str words)))))

(defn- indexed [position op]
  (if (nil? (:index op)) (assoc op :index position) op))

(defn- ended [operations open position op]
  (let [process (:process op)
        began   (get open process)]
    (cond
      (some? began)
      (let [operation (get operations began)]
        (when-not (= (:f (:asked operation)) (:f op))
          (malformed position op "process " (pr-str process) " had invoked " (pr-str (:f (:asked operation)))))
        [(case (:type op)
           :ok   (assoc! operations began (assoc operation :answer (indexed position op) :ended position))
           :fail (dissoc! operations began)
           :info operations)
         (dissoc! open process)])

      (= :info (:type op)) [operations open] ; of a process that tells of itself

      :else (malformed position op "process " (pr-str process)
                       " has nothing in flight; expected an :invoke by it before"))))

(defn- invoked [operations open position op]
  (when-let [before (get open (:process op))]
    (malformed position op "process " (pr-str (:process op)) " invokes while its operation of position " before
               " is in flight; a process has one operation at a time"))
  [(assoc! operations position (->Operation (indexed position op) nil position nil))
   (assoc! open (:process op) position)])

(defn operations
  "The operations of `history`, in the order of invocation. Throws IllegalArgumentException when the ops do not pair."
  [history]
  (loop [position 0, ops (seq history), found (transient {}), open (transient {})]
    (if-not ops
      (mapv val (sort-by key (persistent! found)))
      (let [op (first ops)
            [found open] (cond
                           (= :nemesis (:process op)) [found open]
                           (= :invoke (:type op)) (invoked found open position op)
                           (#{:ok :fail :info} (:type op)) (ended found open position op)
                           :else (malformed position op ":type is " (pr-str (:type op))
                                            "; expected :invoke, :ok, :fail or :info"))]
        (recur (inc position) (next ops) found open)))))

(defn value
  "What the operation was asked with or, if it was answered with something, that."
  [{:keys [asked answer]}]
  (let [answered (:value answer)]
    (if (nil? answered) (:value asked) answered)))

(defn step-op
  "What a model sees of an operation: :f, :value, :type, and those of `ks` that the ops have."
  [operation ks]
  (let [{:keys [asked answer]} operation]
    (merge (select-keys asked ks)
           (select-keys answer ks)
           {:f (:f asked), :value (value operation), :type (if answer :ok :invoke)})))

(defn open-op
  "The invocation with the value that the answer told."
  [operation]
  (assoc (:asked operation) :value (value operation)))
