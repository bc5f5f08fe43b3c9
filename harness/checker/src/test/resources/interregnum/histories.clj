(ns interregnum.histories
  "Histories for tests: some by hand, the others by seed, of an object that was really there."
  (:require [interregnum.model :as model]))

(def readme-bad
  "The invalid history in the README of Knossos."
  [{:type :invoke, :f :write, :value 0, :process 0}
   {:type :ok, :f :write, :value 0, :process 0}
   {:type :invoke, :f :read, :value nil, :process 1}
   {:type :invoke, :f :write, :value 4, :process 2}
   {:type :ok, :f :read, :value 3, :process 1}
   {:type :ok, :f :write, :value 4, :process 2}
   {:type :invoke, :f :read, :value nil, :process 3}
   {:type :ok, :f :read, :value 4, :process 3}])

(def readme-good
  "The valid history in the README of Knossos."
  [{:process 0, :type :invoke, :f :read, :value nil}
   {:process 1, :type :invoke, :f :write, :value 3}
   {:process 1, :type :info, :f :write, :value 3}
   {:process 0, :type :ok, :f :read, :value 3}])

(defrecord Log [entries]
  model/Model
  (step [this {:keys [f value]}]
    (case f
      :append (->Log (conj entries value))
      :read   (if (= entries value) this (model/inconsistent "it is another")))))

(def log
  "A model in which nothing is like anything else: no search is quick with it."
  (->Log []))

(defn hopeless
  "Appends to a log that are all in flight at once, and then a read of none of them."
  [n]
  (vec (concat (for [p (range n)] {:process p, :type :invoke, :f :append, :value p})
               (for [p (range n)] {:process p, :type :ok, :f :append, :value p})
               [{:process 0, :type :invoke, :f :read, :value nil}
                {:process 0, :type :ok, :f :read, :value [-1]}])))

(defn- pick [^java.util.Random random things]
  (nth things (.nextInt random (count things))))

(defn history
  "A history of `n` operations by 4 processes. `ask` is a function of a Random: an :f and a :value; `answer` of a state and
  these: [next-state value], or nil when it fails; `spoil` of a Random and a value that was read: another. Of ten
  operations one ends with :info."
  [{:keys [initial ask answer spoil]} n seed]
  (let [random (java.util.Random. seed)]
    (loop [left n, state initial, open {}, names (vec (range 4)), found []]
      (let [slot (.nextInt random 4)
            {:keys [f value answered] :as flight} (open slot)
            process (names slot)]
        (cond
          (and (zero? left) (empty? open)) found

          (and (nil? flight) (pos? left))
          (let [[f value] (ask random)]
            (recur (dec left) state (assoc open slot {:f f, :value value}) names
                   (conj found {:process process, :type :invoke, :f f, :value value})))

          (nil? flight) (recur left state open names found)

          (nil? answered)
          (let [[next result :as done] (answer state f value)]
            (recur left (if done next state)
                   (assoc open slot (assoc flight :answered (if done [result] []))) names found))

          :else
          (let [told  {:process process, :f f}
                crash (and (seq answered) (zero? (.nextInt random 10)))
                value' (if (and (seq answered) (zero? (.nextInt random 15))) (spoil random (first answered))
                                                                            (first answered))]
            (recur left state (dissoc open slot)
                   (if crash (update names slot + 4) names)
                   (conj found (cond
                                 (empty? answered) (assoc told :type :fail, :value value)
                                 crash             (assoc told :type :info, :value value)
                                 :else             (assoc told :type :ok, :value value'))))))))))

(def cas-register
  {:initial nil
   :ask     (fn [random]
              (case (int (pick random [0 1 2]))
                0 [:read nil]
                1 [:write (pick random [0 1 2 :a "a"])]
                2 [:cas [(pick random [0 1 2 nil]) (pick random [0 1 2])]]))
   :answer  (fn [state f value]
              (case f
                :read  [state state]
                :write [value value]
                :cas   (when (= state (first value)) [(second value) value])))
   :spoil   (fn [random value] (if (vector? value) value (pick random [0 1 2 nil])))})

(def unique-register
  "Of which each value is written once."
  (assoc cas-register
         :ask (fn [^java.util.Random random]
                (if (.nextBoolean random) [:read nil] [:write (.nextLong random)]))
         :spoil (fn [_ value] value)))

(def mutex
  {:initial false
   :ask     (fn [random] [(pick random [:acquire :release]) nil])
   :answer  (fn [held f _] (case f :acquire (when-not held [true nil]) :release (when held [false nil])))
   :spoil   (fn [_ value] value)})

(def queue
  {:initial []
   :ask     (fn [random] (pick random [[:enqueue (pick random [1 2 3])] [:dequeue nil]]))
   :answer  (fn [held f value]
              (case f
                :enqueue [(conj held value) value]
                :dequeue (when (seq held) [(subvec held 1) (first held)])))
   :spoil   (fn [random _] (pick random [1 2 3]))})

(def elements
  {:initial #{}
   :ask     (fn [random] (pick random [[:add (pick random [1 2 3 4])] [:read nil]]))
   :answer  (fn [held f value] (case f :add [(conj held value) value] :read [held held]))
   :spoil   (fn [random value] (if (set? value) (pick random [#{} #{1} (conj value 9)]) value))})

(def transactions
  {:initial {:x 0}
   :ask     (fn [random]
              [:txn (vec (for [_ (range (pick random [1 2]))]
                           (pick random [[:read :x nil] [:read :y nil] [:write :x (pick random [0 1 2])]
                                         [:write :y (pick random [0 1 2])]])))])
   :answer  (fn [held _ steps]
              (reduce (fn [[held done] [f k v]]
                        (if (= :write f)
                          [(assoc held k v) (conj done [f k v])]
                          [held (conj done [f k (get held k)])]))
                      [held []]
                      steps))
   :spoil   (fn [random steps] (mapv (fn [[f k v]] [f k (if (= :read f) (pick random [0 1 2 7]) v)]) steps))})
