(ns interregnum.agreement-test
  "Verdicts by the models in Java, by those in Clojure, by one of a user, and by brute force must be the same."
  (:require [clojure.test :refer [deftest is]]
            [interregnum.brute-force :as brute-force]
            [interregnum.histories :as histories]
            [interregnum.linear :as linear]
            [interregnum.model :as model]
            [interregnum.samples.register :as samples.register]))

;; What a user would write, by what the built-in one promises.
(defrecord UsersRegister [held]
  model/Model
  (step [this {:keys [f value]}]
    (let [refuse #(model/inconsistent (str "it holds " held))]
      (case f
        :read  (if (or (nil? value) (= held value)) this (refuse))
        :write (->UsersRegister value)
        :cas   (if (= held (first value)) (->UsersRegister (second value)) (refuse))))))

(defn- told
  "What does not hang on the order that was found."
  [{:keys [valid?] :as result}]
  (if valid? {:valid? valid?} (select-keys result [:valid? :op :previous-ok])))

(defn- agree
  "Compares `ways`, functions of a history, on `histories`; the share that is valid must be neither none nor all."
  [histories & ways]
  (let [valid (count (filter (comp #{true {:valid? true}} first)
                             (for [history histories]
                               (let [results (map #(% history) ways)]
                                 (is (apply = results) (pr-str history))
                                 results))))]
    (is (< (/ (count histories) 10) valid (* 9/10 (count histories))))))

(defn- random [n shape size]
  (map #(histories/history shape size %) (range n)))

(deftest on-cas-registers
  (agree (random 150 histories/cas-register 40)
         #(told (linear/analysis (model/cas-register) %))
         #(told (linear/analysis (model/cas-register) % {:step model/step}))
         #(told (linear/analysis (->UsersRegister nil) %))))

(deftest on-small-cas-registers-with-brute-force
  (agree (random 150 histories/cas-register 10)
         #(linear/valid? (model/cas-register) %)
         #(linear/valid? (->UsersRegister nil) %)
         #(brute-force/linearizable? (model/cas-register) %)))

(deftest on-registers-whose-values-are-unique
  (let [history (histories/history histories/unique-register 300 1)]
    (is (true? (linear/valid? (model/register) history)))
    (is (true? (linear/valid? (->UsersRegister nil) history)))))

(deftest on-registers-where-nil-is-nothing
  (agree (random 100 histories/cas-register 12)
         #(linear/valid? (model/named "cas-register") %)
         #(linear/valid? samples.register/model % {:step samples.register/step})))

(defn- as-brute-force-has-it [model histories]
  (agree histories
         #(linear/valid? model %)
         #(linear/valid? model % {:step model/step})
         #(brute-force/linearizable? model %)))

(deftest on-mutexes
  (as-brute-force-has-it
   (model/mutex)
   (map-indexed (fn [n history]
                  (if (even? n) history (mapv #(if (= :fail (:type %)) (assoc % :type :ok) %) history)))
                (random 200 histories/mutex 8))))

(deftest on-fifo-queues
  (as-brute-force-has-it (model/fifo-queue) (random 200 histories/queue 8)))

(deftest on-unordered-queues
  (as-brute-force-has-it (model/unordered-queue) (random 200 histories/queue 8)))

(deftest on-queues-with-something-in-them
  (let [begun (fn [model] (reduce #(model/step %1 {:f :enqueue, :value %2}) model [1 1 2]))
        histories (random 200 (assoc histories/queue :initial [1 1 2]) 8)]
    (as-brute-force-has-it (begun (model/fifo-queue)) histories)
    (as-brute-force-has-it (begun (model/unordered-queue)) histories)))

(deftest on-sets
  (as-brute-force-has-it (model/set) (random 200 histories/elements 11))
  (as-brute-force-has-it (model/->SetModel #{1 3}) (random 200 (assoc histories/elements :initial #{1 3}) 11)))

(deftest on-multi-registers
  (as-brute-force-has-it (model/multi-register {:x 0}) (random 120 histories/transactions 9))
  (as-brute-force-has-it (model/multi-register {}) (random 120 (assoc histories/transactions :initial {}) 9)))

(deftest every-final-path-ends-where-the-model-refuses
  (doseq [seed (range 100)]
    (let [history (histories/history histories/cas-register 40 seed)
          {:keys [valid? op final-paths last-op configs]} (linear/analysis (model/cas-register) history)]
      (when-not valid?
        (is (seq final-paths))
        (doseq [path final-paths]
          (is (= op (:op (peek path))))
          (is (model/inconsistent? (:model (peek path))))
          (is (not-any? (comp model/inconsistent? :model) (pop path)))
          (is (every? (fn [[a b]] (= (:model b) (model/step (:model a) (:op b)))) (partition 2 1 path)))
          (when last-op
            (is (= {:op last-op, :model (:model (first configs))} (first path)))))))))
