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

(deftest on-mutexes
  (agree (map-indexed (fn [n history]
                        (if (even? n) history (mapv #(if (= :fail (:type %)) (assoc % :type :ok) %) history)))
                      (random 200 histories/mutex 8))
         #(linear/valid? (model/mutex) %)
         #(brute-force/linearizable? (model/mutex) %)))

(deftest on-fifo-queues
  (agree (random 200 histories/queue 8)
         #(linear/valid? (model/fifo-queue) %)
         #(brute-force/linearizable? (model/fifo-queue) %)))

(deftest on-unordered-queues
  (agree (random 200 histories/queue 8)
         #(linear/valid? (model/unordered-queue) %)
         #(brute-force/linearizable? (model/unordered-queue) %)))

(deftest on-sets
  (agree (random 200 histories/elements 8)
         #(linear/valid? (model/set) %)
         #(brute-force/linearizable? (model/set) %)))

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
