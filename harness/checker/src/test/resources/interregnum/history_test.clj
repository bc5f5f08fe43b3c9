(ns interregnum.history-test
  (:require [clojure.test :refer [deftest is are]]
            [interregnum.history :as history]))

(defn- seen [ops]
  (map (fn [operation] [(:f (:asked operation)) (history/value operation) (:began operation) (:ended operation)])
       (history/operations ops)))

(deftest pairs-invocations-and-answers
  (is (= [[:write 1 0 3] [:read 1 1 2]]
         (seen [{:process 0, :type :invoke, :f :write, :value 1}
                {:process 1, :type :invoke, :f :read, :value nil}
                {:process 1, :type :ok, :f :read, :value 1}
                {:process 0, :type :ok, :f :write, :value 1}]))))

(deftest what-failed-never-happened
  (is (empty? (seen [{:process 0, :type :invoke, :f :cas, :value [1 2]}
                     {:process 0, :type :fail, :f :cas, :value [1 2]}]))))

(deftest what-was-not-answered-stays-open
  (is (= [[:write 1 0 nil] [:read nil 1 nil]]
         (seen [{:process 0, :type :invoke, :f :write, :value 1}
                {:process "any object", :type :invoke, :f :read, :value nil}
                {:process 0, :type :info, :f :write, :value :timed-out}]))))

(deftest an-answer-without-value-keeps-what-was-asked
  (is (= [[:write 1 0 1]]
         (seen [{:process 0, :type :invoke, :f :write, :value 1} {:process 0, :type :ok, :f :write, :value nil}]))))

(deftest a-nemesis-is-no-client
  (is (= [[:read 1 1 4]]
         (seen [{:process :nemesis, :type :info, :f :start, :value nil}
                {:process 0, :type :invoke, :f :read, :value nil}
                {:process :nemesis, :type :info, :f :stop, :value nil}
                {:process 7, :type :info, :f :note, :value "of a process that asked nothing"}
                {:process 0, :type :ok, :f :read, :value 1}]))))

(deftest indexes-are-kept-or-given
  (let [[given] (history/operations [{:process 0, :type :invoke, :f :read, :index 40}
                                     {:process 0, :type :ok, :f :read, :value 1, :index 57}])
        [made]  (history/operations [{:process 0, :type :invoke, :f :read} {:process 0, :type :ok, :f :read}])]
    (is (= [40 57] [(:index (:asked given)) (:index (:answer given))]))
    (is (= [0 1] [(:index (:asked made)) (:index (:answer made))]))))

(defrecord Op [index type process f value])

(deftest any-sequence-of-anything-like-maps-will-do
  (let [ops [(->Op (int 0) :invoke 0 :read nil) (->Op (int 1) :ok 0 :read 3)]]
    (are [form] (= [[:read 3 0 1]] (seen form))
      ops
      (seq ops)
      (lazy-seq ops)
      (java.util.ArrayList. ops)
      (into-array Object ops))
    (is (instance? Op (:answer (first (history/operations ops)))))))

(deftest a-history-that-does-not-pair-is-the-callers-error
  (are [words ops] (thrown-with-msg? IllegalArgumentException words (history/operations ops))
    #"at position 1 of the history: process 0 invokes while its operation of position 0 is in flight"
    [{:process 0, :type :invoke, :f :read} {:process 0, :type :invoke, :f :read}]

    #"at position 0 of the history: process 0 has nothing in flight; expected an :invoke by it before"
    [{:process 0, :type :ok, :f :read, :value 1}]

    #"process 0 had invoked :read"
    [{:process 0, :type :invoke, :f :read} {:process 0, :type :ok, :f :write, :value 1}]

    #":type is \"invoke\"; expected :invoke, :ok, :fail or :info"
    [{:process 0, :type "invoke", :f :read}]))
