(ns interregnum.model-test
  (:require [clojure.test :refer [deftest is are]]
            [interregnum.model :as model])
  (:import (io.interregnum.check.linear Models)))

(defn- after
  "The model after ops, each [f value]; the words of the refusal if one was refused."
  [model & ops]
  (let [end (reduce (fn [model [f value]] (model/step model {:f f, :value value, :type :ok})) model ops)]
    (if (model/inconsistent? end) (:msg end) end)))

(deftest a-register-gives-back-what-was-written
  (is (= (model/register 2) (after (model/register 1) [:read 1] [:write 2] [:read 2])))
  (is (= (model/register) (after (model/register) [:read nil])))
  (is (= "can't read 3 from register 1" (after (model/register 1) [:read 3])))
  (is (= (model/register nil) (after (model/register 1) [:write nil]))))

(deftest a-read-of-nil-tells-nothing
  (is (= (model/register 1) (after (model/register 1) [:read nil])))
  (is (= (model/cas-register 1) (after (model/cas-register 1) [:read nil])))
  (is (= (model/multi-register {:x 1}) (after (model/multi-register {:x 1}) [:txn [[:read :x nil]]]))))

(deftest a-cas-register-compares-and-sets
  (is (= (model/cas-register 2) (after (model/cas-register) [:cas [nil 1]] [:cas [1 2]] [:read 2])))
  (is (= "can't CAS 1 from 0 to 2" (after (model/cas-register 1) [:cas [0 2]])))
  (is (= "can't read 3 from register 1" (after (model/cas-register 1) [:read 3]))))

(deftest a-multi-register-runs-transactions
  (is (= (model/multi-register {:x 1, :y 2})
         (after (model/multi-register {:x 0}) [:txn [[:read :x 0] [:write :x 1] [:read :x 1] [:write :y 2]]])))
  (is (= "can't read 5 from register :y, which holds 2"
         (after (model/multi-register {:x 1, :y 2}) [:txn [[:read :x 1] [:read :y 5]]]))))

(deftest a-refused-transaction-writes-nothing
  (let [before (model/multi-register {:x 0})]
    (is (model/inconsistent? (model/step before {:f :txn, :value [[:write :x 1] [:read :x 0]]})))
    (is (= before (after before [:txn [[:read :x 0]]])))))

(deftest a-mutex-is-held-once
  (is (= (model/mutex) (after (model/mutex) [:acquire nil] [:release nil])))
  (is (= "can't acquire: already held" (after (model/mutex) [:acquire nil] [:acquire nil])))
  (is (= "can't release: not held" (after (model/mutex) [:release nil]))))

(deftest a-set-holds-what-was-added
  (are [value] (= (after (model/set) [:add 1] [:add 2] [:add 1])
                  (after (model/set) [:add 1] [:add 2] [:read value]))
    #{1 2} [1 2] [2 1] [1 2 1] nil)
  (are [value] (= (str "can't read " (pr-str value) " from set #{1}") (after (model/set) [:add 1] [:read value]))
    #{} #{1 2} [1 2 1] #{2}))

(deftest an-unordered-queue-gives-back-each-as-often-as-it-was-put
  (is (= (model/unordered-queue)
         (after (model/unordered-queue) [:enqueue 1] [:enqueue 2] [:enqueue 1] [:dequeue 2] [:dequeue 1] [:dequeue 1])))
  (is (= "can't dequeue 1: it is not in the queue"
         (after (model/unordered-queue) [:enqueue 1] [:dequeue 1] [:dequeue 1])))
  (is (= "can't dequeue: the queue is empty" (after (model/unordered-queue) [:dequeue nil]))))

(deftest a-fifo-queue-gives-back-in-order
  (is (= (model/fifo-queue) (after (model/fifo-queue) [:enqueue 1] [:enqueue 2] [:dequeue 1] [:dequeue 2])))
  (is (= "can't dequeue 2: 1 is first" (after (model/fifo-queue) [:enqueue 1] [:enqueue 2] [:dequeue 2])))
  (is (= "can't dequeue 2: the queue is empty" (after (model/fifo-queue) [:dequeue 2])))
  (is (= "can't dequeue 1: 2 is first" (after (model/fifo-queue) [:enqueue 1] [:enqueue 2] [:dequeue nil] [:dequeue 1]))))

(deftest a-noop-accepts-everything
  (is (= model/noop (after model/noop [:anything 1] [:else nil]))))

(deftest a-refusal-stays-one
  (is (= (model/inconsistent "no") (model/step (model/inconsistent "no") {:f :read}))))

(deftest unknown-ops-are-the-callers-error
  (are [words model] (thrown-with-msg? IllegalArgumentException words (model/step model {:f :incr}))
    #"a register knows no :incr; expected :read, :write"           (model/register)
    #"a cas-register knows no :incr; expected :read, :write, :cas" (model/cas-register)
    #"a multi-register knows no :incr; expected :txn"              (model/multi-register {})
    #"a mutex knows no :incr; expected :acquire, :release"         (model/mutex)
    #"a set knows no :incr; expected :add, :read"                  (model/set)
    #"a unordered-queue knows no :incr"                            (model/unordered-queue)
    #"a fifo-queue knows no :incr"                                 (model/fifo-queue)))

(deftest only-what-never-changes-anything-only-looks
  (are [answer model op] (= answer (model/only-looks? model op))
    true  (model/register) {:f :read}
    false (model/register) {:f :write}
    false (model/cas-register) {:f :cas, :value [1 1]}
    true  (model/multi-register {}) {:f :txn, :value [[:read :x 1]]}
    false (model/multi-register {}) {:f :txn, :value [[:read :x 1] [:write :x 1]]}
    false (model/mutex) {:f :acquire}
    true  (model/set) {:f :read}
    false {:any "map"} {:f :read}))

(deftest models-in-java-are-models-too
  (doseq [^io.interregnum.check.linear.Model java Models/ALL]
    (is (= (model/named (.name java)) (model/of-java java)) "equal by value"))
  (is (= (after (model/named "cas-register" 1) [:read 1]) (model/named "cas-register" 1)))
  (is (= "the register holds 1, so a read cannot return 2" (after (model/named "register" 1) [:read 2])))
  (is (= "#interregnum.model.Named{:name \"register\", :state \":a\"}"
         (pr-str (after (model/named "register") [:write :a]))))
  (is (thrown-with-msg? IllegalArgumentException #"no model is called \"rgister\"" (model/named "rgister"))))

(deftest what-is-no-model-is-refused
  (is (thrown-with-msg? IllegalArgumentException #"\{:a 1\} is no model: it satisfies neither"
                        (model/stepper {:a 1}))))
