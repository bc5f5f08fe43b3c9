(ns interregnum.model
  "Sequential objects: what each answers when one operation at a time is asked of it.

  A model is a value that satisfies `Model`, usually a record; it is its own state. Write one so:

      (defrecord Counter [n]
        model/Model
        (step [_ {:keys [f value]}]
          (case f
            :add  (->Counter (+ n value))
            :read (if (or (nil? value) (= n value))
                    (->Counter n)
                    (model/inconsistent (str \"the sum is \" n \", not \" value))))))

  Searches keep models in sets, so they are immutable and equal by value. An operation that nobody knows the end of has
  the value it was asked with: for a read that is nil, which tells nothing."
  (:refer-clojure :exclude [set])
  (:require [clojure.string :as str])
  (:import (clojure.lang PersistentQueue)
           (io.interregnum.check.linear LinearOperation Models Step)
           (io.interregnum.clojure ClojureModel PlainValues)))

(set! *warn-on-reflection* true)

(defprotocol Model
  (step [model op]
    "The model after `op`, or `(inconsistent why)` if the op cannot have been answered so. A pure function of the model
    and of the op's :f, :value and :type, which is :ok, or :invoke where nobody knows the answer: ops that agree in
    these are interchangeable to a search. Throws IllegalArgumentException when it does not know the op."))

(defprotocol Hints
  "What a model may tell to make searches quicker."
  (only-looks? [model op]
    "True if no state of this kind that accepts `op` is changed by it. False is always right."))

(extend-protocol Hints
  Object
  (only-looks? [_ _] false)
  nil
  (only-looks? [_ _] false))

(defrecord Inconsistent [msg]
  Model
  (step [this _] this))

(defn inconsistent
  "What `step` gives when an op is impossible; `why` is a text."
  [why]
  (->Inconsistent why))

(defn- unknown-op [model op & known]
  (throw (IllegalArgumentException.
          (str "a " model " knows no " (pr-str (:f op)) "; expected " (str/join ", " known)))))

(defn- looks-at [held value]
  (or (nil? value) (= held value)))

(defn- cannot-read [value held]
  (inconsistent (str "can't read " (pr-str value) " from register " (pr-str held))))

(defn- reads? [op]
  (= :read (:f op)))

(defrecord Register [value]
  Model
  (step [this op]
    (case (:f op)
      :read  (if (looks-at value (:value op)) this (cannot-read (:value op) value))
      :write (->Register (:value op))
      (unknown-op "register" op :read :write)))
  Hints
  (only-looks? [_ op] (reads? op)))

(defrecord CASRegister [value]
  Model
  (step [this op]
    (case (:f op)
      :read  (if (looks-at value (:value op)) this (cannot-read (:value op) value))
      :write (->CASRegister (:value op))
      :cas   (let [[expected new] (:value op)]
               (if (= expected value)
                 (->CASRegister new)
                 (inconsistent (str "can't CAS " (pr-str value) " from " (pr-str expected) " to " (pr-str new)))))
      (unknown-op "cas-register" op :read :write :cas)))
  Hints
  (only-looks? [_ op] (reads? op)))

(defn- transact
  "`values` after the steps of a transaction, each [:read|:write key value], or an inconsistent model."
  [values steps]
  (reduce (fn [values [f k v :as part]]
            (case f
              :write (assoc values k v)
              :read  (if (looks-at (get values k) v)
                       values
                       (reduced (inconsistent
                                 (str "can't read " (pr-str v) " from register " (pr-str k)
                                      ", which holds " (pr-str (get values k))))))
              (throw (IllegalArgumentException.
                      (str "a multi-register knows no " (pr-str part) "; expected [:read k v] or [:write k v]")))))
          values
          steps))

(defrecord MultiRegister [values]
  Model
  (step [_ op]
    (case (:f op)
      :txn (let [after (transact values (:value op))]
             (if (instance? Inconsistent after) after (->MultiRegister after)))
      (unknown-op "multi-register" op :txn)))
  Hints
  (only-looks? [_ op] (every? #(= :read (first %)) (:value op))))

(defrecord Mutex [locked?]
  Model
  (step [_ op]
    (case (:f op)
      :acquire (if locked? (inconsistent "can't acquire: already held") (->Mutex true))
      :release (if locked? (->Mutex false) (inconsistent "can't release: not held"))
      (unknown-op "mutex" op :acquire :release))))

(defrecord SetModel [elements]
  Model
  (step [this op]
    (let [value (:value op)]
      (case (:f op)
        :add  (->SetModel (conj elements value))
        :read (if (or (nil? value) (= elements (into #{} value)))
                this
                (inconsistent (str "can't read " (pr-str value) " from set " (pr-str elements))))
        (unknown-op "set" op :add :read))))
  Hints
  (only-looks? [_ op] (reads? op)))

(defrecord UnorderedQueue [counts]
  Model
  (step [this op]
    (let [value (:value op)]
      (case (:f op)
        :enqueue (->UnorderedQueue (update counts value (fnil inc 0)))
        ;; One that nobody knows the answer of took something unseen, and nobody is told that the queue is empty.
        :dequeue (let [n (get counts value 0)]
                   (cond
                     (nil? value) (if (seq counts) this (inconsistent "can't dequeue: the queue is empty"))
                     (zero? n)    (inconsistent (str "can't dequeue " (pr-str value) ": it is not in the queue"))
                     (= 1 n)      (->UnorderedQueue (dissoc counts value))
                     :else        (->UnorderedQueue (update counts value dec))))
        (unknown-op "unordered-queue" op :enqueue :dequeue)))))

(defrecord FIFOQueue [queue]
  Model
  (step [_ op]
    (let [value (:value op)]
      (case (:f op)
        :enqueue (->FIFOQueue (conj queue value))
        :dequeue (cond
                   (empty? queue) (inconsistent (str "can't dequeue " (pr-str value) ": the queue is empty"))
                   (looks-at (peek queue) value) (->FIFOQueue (pop queue))
                   :else (inconsistent (str "can't dequeue " (pr-str value) ": " (pr-str (peek queue)) " is first")))
        (unknown-op "fifo-queue" op :enqueue :dequeue)))))

(defrecord Noop []
  Model
  (step [this _] this)
  Hints
  (only-looks? [_ _] true))

(defn register
  "A register: :read and :write. A read of nil tells nothing."
  ([] (register nil))
  ([value] (->Register value)))

(defn cas-register
  "A register with :cas besides, whose value is [expected new]."
  ([] (cas-register nil))
  ([value] (->CASRegister value)))

(defn multi-register
  "Registers by key, `values` at first: :txn, whose value is a sequence of [:read k v] and [:write k v]."
  [values]
  (->MultiRegister values))

(defn mutex
  "A lock, free at first, that knows no owners: :acquire and :release."
  []
  (->Mutex false))

(defn set
  "A set, empty at first: :add of an element, :read of all of them, in any order and as often as you like."
  []
  (->SetModel #{}))

(defn unordered-queue
  "A queue that gives back in any order: :enqueue and :dequeue. A dequeue of nil took something that nobody saw."
  []
  (->UnorderedQueue {}))

(defn fifo-queue
  "A queue: :enqueue and :dequeue. A dequeue of nil took whatever was first."
  []
  (->FIFOQueue PersistentQueue/EMPTY))

(def noop
  "Accepts everything."
  (->Noop))

(defn- java-operation [op]
  (let [values    (PlainValues.)
        value     (.plain values (:value op))
        completed (if (= :invoke (:type op)) LinearOperation/NEVER 1)]
    (LinearOperation. 0 (PlainValues/name (:f op)) value 0 (long completed))))

;; The state of a model in Java. It prints as the model's words for it, so that results can be printed and compared.
(deftype State [^io.interregnum.check.linear.Model java value]
  Object
  (equals [_ other] (and (instance? State other) (= value (.-value ^State other))))
  (hashCode [_] (.hashCode ^Object value))
  (toString [_] (.words java value)))

(defmethod print-method State [state ^java.io.Writer out]
  (print-method (str state) out))

(defrecord Named [name ^State state]
  Model
  (step [this op]
    (let [^io.interregnum.check.linear.Model java (.-java state)
          ^Step stepped (.step java (.-value state) (java-operation op))
          next (.next stepped)]
      (if (.isPresent next)
        (assoc this :state (->State java (.get next)))
        (inconsistent (.refusal stepped)))))
  Hints
  (only-looks? [_ op]
    (.onlyLooks ^io.interregnum.check.linear.Model (.-java state) (java-operation op))))

(defn of-java
  "A model in Java, as a model here."
  [^io.interregnum.check.linear.Model java]
  (->Named (.name java) (->State java (.initial java))))

(defn to-java
  "The model in Java that begins in the state of `model`; nil if it is none of `of-java` or has moved on."
  ^io.interregnum.check.linear.Model [model]
  (when (instance? Named model)
    (let [^State state (:state model)
          ^io.interregnum.check.linear.Model java (.-java state)]
      (when (= (.initial java) (.-value state))
        java))))

(defn named
  "The model of the catalogue of Java models (`Models/ALL`) that has this name, for those that have no constructor here.
  Its ops are as that model documents them, keywords standing for text. `initial` is of the form that the model
  documents."
  ([name] (of-java (Models/named name)))
  ([name initial] (of-java (.withInitial (Models/named name) (.plain (PlainValues.) initial)))))

;; What follows serves `interregnum.linear` and the bridge: how to treat any object as a model.

(defn- knossos [name]
  (some-> (find-ns 'knossos.model) (ns-resolve name)))

(defn knossos-model?
  "Is this a model of Knossos? Its `Model` may be a protocol or an interface."
  [model]
  (let [kind (knossos 'Model)]
    (cond
      (class? kind) (instance? kind model)
      (var? kind)   (satisfies? @kind model)
      (find-ns 'knossos.model) (try
                                 (instance? (Class/forName "knossos.model.Model" false (.getClassLoader (class model)))
                                            model)
                                 (catch ClassNotFoundException _ false))
      :else         false)))

(defn stepper
  "The function that steps `model`."
  [model]
  (cond
    (satisfies? Model model) step
    (knossos-model? model)   @(knossos 'step)
    :else (throw (IllegalArgumentException.
                  (str (pr-str model) " is no model: it satisfies neither interregnum.model/Model nor "
                       "knossos.model/Model")))))

(defn refuser
  "A function of what a step gave: the words of a refusal, else nil. Knows the refusals of Knossos if it is loaded."
  []
  (let [words    #(let [why (:msg %)] (if (nil? why) (str %) (str why)))
        theirs?  (some-> (knossos 'inconsistent?) deref)]
    (fn [model]
      (when (or (instance? Inconsistent model) (and theirs? (theirs? model)))
        (words model)))))

(defn inconsistent?
  "Is this a refusal, instead of a model?"
  [model]
  (some? ((refuser) model)))

(defn looker
  "The function of a model and an op that says whether the op only looks."
  [_]
  (fn [model op] (boolean (only-looks? model op))))

(defn clojure-model
  "`model` as searches in Java want it; `step` overrides how it is stepped."
  (^ClojureModel [model] (clojure-model model nil))
  (^ClojureModel [model step]
   (io.interregnum.clojure.ClojureModel.
    (.getSimpleName (class model))
    model
    (io.interregnum.clojure.ClojureModel$Code. (or step (stepper model)) (refuser) (looker model) nil))))
