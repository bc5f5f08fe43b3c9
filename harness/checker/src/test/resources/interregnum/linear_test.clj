(ns interregnum.linear-test
  (:require [clojure.test :refer [deftest is are]]
            [interregnum.explanation :as explanation]
            [interregnum.histories :as histories]
            [interregnum.history :as history]
            [interregnum.linear :as linear]
            [interregnum.model :as model]
            [interregnum.samples.counter :as counter])
  (:import (io.interregnum.check.linear Algorithm Decision Limits LinearOperation LinearOutcome$Answer Linearizability Models)
           (io.interregnum.history RunClock)
           (java.util Optional)))

(def ^:private searched
  "Takes the way through Clojure, whatever is known in Java."
  {:step model/step})

(deftest a-valid-history-has-the-form-that-knossos-documents
  (doseq [opts [{} searched]]
    (is (= {:valid?   true
            :analyzer :interregnum
            :configs  [{:model   (model/cas-register 3)
                        :last-op {:process 0, :type :ok, :f :read, :value 3, :index 3}
                        :pending []}]}
           (linear/analysis (model/cas-register 0) histories/readme-good opts)))))

(deftest an-invalid-history-has-the-form-that-knossos-documents
  (doseq [opts [{} searched]]
    (let [write-0 {:type :ok, :f :write, :value 0, :process 0, :index 1}
          read-3  {:type :ok, :f :read, :value 3, :process 1, :index 4}
          write-4 {:type :invoke, :f :write, :value 4, :process 2, :index 3}]
      (is (= {:valid?      false
              :analyzer    :interregnum
              :op          read-3
              :previous-ok write-0
              :last-op     write-0
              :configs     [{:model   (model/cas-register 0)
                             :last-op write-0
                             :pending [{:type :invoke, :f :read, :value 3, :process 1, :index 2} write-4]}]
              :final-paths #{[{:op write-0, :model (model/cas-register 0)}
                              {:op read-3, :model (model/inconsistent "can't read 3 from register 0")}]
                             [{:op write-0, :model (model/cas-register 0)}
                              {:op write-4, :model (model/cas-register 4)}
                              {:op read-3, :model (model/inconsistent "can't read 3 from register 4")}]}}
             (linear/analysis (model/cas-register) histories/readme-bad opts))))))

(deftest a-first-operation-that-cannot-be-has-nothing-before-it
  (is (= {:valid?      false
          :analyzer    :interregnum
          :op          {:process 0, :type :ok, :f :read, :value 3, :index 1}
          :configs     [{:model   (model/register)
                         :pending [{:process 0, :type :invoke, :f :read, :value 3, :index 0}]}]
          :final-paths #{[{:op    {:process 0, :type :ok, :f :read, :value 3, :index 1}
                           :model (model/inconsistent "can't read 3 from register nil")}]}}
         (linear/analysis (model/register) [{:process 0, :type :invoke, :f :read, :value nil}
                                            {:process 0, :type :ok, :f :read, :value 3}]))))

(deftest ops-come-back-as-they-were-given
  (let [history [{:process 0, :type :invoke, :f :write, :value #{:a [1 2]}, :index 7, :node "n1"}
                 {:process 0, :type :ok, :f :write, :value #{:a [1 2]}, :index 9, :time 31}
                 {:process 1, :type :invoke, :f :read, :value nil, :index 10}
                 {:process 1, :type :ok, :f :read, :value #{:a [1 3]}, :index 11, :error nil}]
        {:keys [op previous-ok configs]} (linear/analysis (model/register) history)]
    (is (identical? (history 3) op))
    (is (identical? (history 1) previous-ok))
    (is (= #{:a [1 2]} (:value (:model (first configs)))))))

(deftest an-empty-history-is-valid
  (is (= {:valid? true, :analyzer :interregnum, :configs [{:model (model/register 1), :pending []}]}
         (linear/analysis (model/register 1) []))))

(deftest crashed-operations-are-pending-at-the-end
  (is (= [{:model   (model/register 1)
           :last-op {:process 0, :type :ok, :f :write, :value 1, :index 1}
           :pending [{:process 1, :type :invoke, :f :write, :value 2, :index 2}]}]
         (:configs (linear/analysis (model/register)
                                    [{:process 0, :type :invoke, :f :write, :value 1}
                                     {:process 0, :type :ok, :f :write, :value 1}
                                     {:process 1, :type :invoke, :f :write, :value 2}])))))

(deftest a-read-of-nil-is-left-out-and-not-one-of-nothing
  (let [history [{:process 0, :type :invoke, :f :write, :value 1}
                 {:process 0, :type :ok, :f :write, :value 1}
                 {:process 0, :type :invoke, :f :read, :value nil}
                 {:process 0, :type :ok, :f :read, :value nil}]]
    (is (true? (linear/valid? (model/register) history)))
    (is (= (model/register 1) (:model (first (:configs (linear/analysis (model/register) history))))))
    (is (true? (linear/valid? (model/register) history searched)))
    (is (false? (linear/valid? (model/named "register") history)) "a model in Java has it otherwise")))

(deftest values-that-look-alike-in-java-are-told-apart
  (are [a b] (false? (linear/valid? (model/register) [{:process 0, :type :invoke, :f :write, :value a}
                                                      {:process 0, :type :ok, :f :write, :value a}
                                                      {:process 0, :type :invoke, :f :read, :value nil}
                                                      {:process 0, :type :ok, :f :read, :value b}]))
    :a ":a"
    #{1 2} [1 2]
    {:a 1} {"a" 1}
    'a "a"
    1 1.0)
  (are [a b] (true? (linear/valid? (model/register) [{:process 0, :type :invoke, :f :write, :value a}
                                                     {:process 0, :type :ok, :f :write, :value a}
                                                     {:process 0, :type :invoke, :f :read, :value nil}
                                                     {:process 0, :type :ok, :f :read, :value b}]))
    (int 1) 1
    1N 1
    [1 2] '(1 2)
    #{1 :a nil} (sorted-set-by #(compare (str %1) (str %2)) nil :a 1)
    [(int 1) {:k [2N]}] [1 {:k [2]}]))

(deftest a-model-in-java-does-not-judge-what-it-cannot-tell-apart
  (is (thrown-with-msg? IllegalStateException #"two values of this history would be one in Java"
                        (linear/analysis (model/named "register") [{:process 0, :type :invoke, :f :write, :value :a}
                                                                   {:process 0, :type :ok, :f :write, :value :a}
                                                                   {:process 0, :type :invoke, :f :read, :value nil}
                                                                   {:process 0, :type :ok, :f :read, :value ":a"}]))))

(deftest what-was-answered-later-keeps-its-answer-in-explanations
  (let [history [{:process 0, :type :invoke, :f :enqueue, :value 1}
                 {:process 0, :type :ok, :f :enqueue, :value 1}
                 {:process 0, :type :invoke, :f :enqueue, :value 2}
                 {:process 0, :type :ok, :f :enqueue, :value 2}
                 {:process 1, :type :invoke, :f :dequeue, :value nil}
                 {:process 2, :type :invoke, :f :dequeue, :value nil}
                 {:process 2, :type :ok, :f :dequeue, :value 3}
                 {:process 1, :type :ok, :f :dequeue, :value 1}]
        {:keys [op final-paths]} (linear/analysis (model/fifo-queue) history)]
    (is (= 6 (:index op)))
    (is (= #{[[:ok :enqueue 2] [:ok :dequeue 3]]
             [[:ok :enqueue 2] [:invoke :dequeue 1] [:ok :dequeue 3]]}
           (set (for [path final-paths] (map (comp (juxt :type :f :value) :op) path)))))))

(deftest writes-of-nil-are-judged-too
  (is (= (model/register nil)
         (:model (first (:configs (linear/analysis (model/register 1)
                                                   [{:process 0, :type :invoke, :f :write, :value nil}
                                                    {:process 0, :type :ok, :f :write, :value nil}]))))))
  (is (false? (linear/valid? (model/register 1) [{:process 0, :type :invoke, :f :write, :value nil}
                                                 {:process 0, :type :ok, :f :write, :value nil}
                                                 {:process 0, :type :invoke, :f :read, :value nil}
                                                 {:process 0, :type :ok, :f :read, :value 1}]))))

(deftest gives-up-when-time-is-up
  (let [{:keys [valid? cause info]} (linear/analysis histories/log (histories/hopeless 40) {:time-limit 100})]
    (is (= [:unknown :timeout] [valid? cause]))
    (is (re-find #"out of time" info))))

(deftest gives-up-when-configurations-are-too-many
  (is (= [:unknown :out-of-memory]
         ((juxt :valid? :cause) (linear/analysis histories/log (histories/hopeless 40) {:configurations-max 1000})))))

(deftest gives-up-when-interrupted-and-keeps-the-interrupt
  (.interrupt (Thread/currentThread))
  (let [result (linear/analysis histories/log (histories/hopeless 40))]
    (is (Thread/interrupted))
    (is (= [:unknown :interrupted] ((juxt :valid? :cause) result)))))

(deftest a-model-written-in-clojure-is-searched
  (let [history [{:process 0, :type :invoke, :f :add, :value 1}
                 {:process 1, :type :invoke, :f :add, :value 2}
                 {:process 0, :type :ok, :f :add, :value 1}
                 {:process 0, :type :invoke, :f :read, :value nil}
                 {:process 0, :type :ok, :f :read, :value 3}]
        bad     (assoc-in history [4 :value] 2)]
    (is (= (counter/model 3) (:model (first (:configs (linear/analysis (counter/model) history))))))
    (is (= ["the sum is 1, not 2" "the sum is 3, not 2"]
           (sort (map (comp :msg :model peek) (:final-paths (linear/analysis (counter/model) bad))))))))

(deftest a-function-and-a-value-are-a-model
  (let [step (fn [n {:keys [f value]}]
               (case f
                 :inc (inc n)
                 :read (if (= n value) n (model/inconsistent (str "it is " n)))))
        history [{:process 0, :type :invoke, :f :inc}
                 {:process 0, :type :ok, :f :inc}
                 {:process 0, :type :invoke, :f :read}
                 {:process 0, :type :ok, :f :read, :value 1}]]
    (is (= 1 (:model (first (:configs (linear/analysis 0 history {:step step}))))))
    (is (false? (linear/valid? 1 history {:step step})))))

(deftest a-model-may-look-at-more-keys-of-ops
  (let [step (fn [owner {:keys [f process]}]
               (case f
                 :acquire (if (= :free owner) process (model/inconsistent (str owner " holds it")))
                 :release (if (= process owner) :free (model/inconsistent (str owner " holds it")))))
        history [{:process 0, :type :invoke, :f :acquire}
                 {:process 0, :type :ok, :f :acquire}
                 {:process 1, :type :invoke, :f :release}
                 {:process 1, :type :ok, :f :release}]]
    (is (= "0 holds it" (-> (linear/analysis :free history {:step step, :op-keys [:process]})
                            :final-paths first peek :model :msg)))
    (is (thrown-with-msg? IllegalArgumentException #"it gave nil" (linear/valid? :free history {:step step}))
        "without it, the model sees no process")))

(deftest models-that-forget-to-give-the-next-one-are-told-so
  (is (thrown-with-msg? IllegalArgumentException #"step of 0 and \{.*:f :dec.*\}: it gave nil; expected the next model"
                        (linear/analysis 0 [{:process 0, :type :invoke, :f :dec} {:process 0, :type :ok, :f :dec}]
                                         {:step (fn [_ _] nil)}))))

(deftest ops-that-the-model-does-not-know-are-the-callers-error
  (is (thrown-with-msg? IllegalArgumentException #"a cas-register knows no :incr"
                        (linear/analysis (model/cas-register)
                                         [{:process 0, :type :invoke, :f :incr} {:process 0, :type :ok, :f :incr}]))))

(deftest what-is-no-model-is-refused
  (is (thrown-with-msg? IllegalArgumentException #"is no model" (linear/analysis {:a 1} []))))

(deftest an-impure-model-is-found-out
  (let [calls (atom 0)]
    (is (thrown-with-msg? IllegalStateException #"is it a pure function"
                          (linear/analysis :any [{:process 0, :type :invoke, :f :f} {:process 0, :type :ok, :f :f}]
                                           {:step (fn [_ _]
                                                    (if (odd? (swap! calls inc)) :other (model/inconsistent "now not")))})))))

(deftest a-hundred-crashed-writes-are-explained
  (let [writes (for [p (range 100)] {:process (+ 10 p), :type :invoke, :f :write, :value (+ 1000 p)})
        {:keys [valid? final-paths configs]} (linear/analysis (model/register) (concat writes histories/readme-bad)
                                                              {:time-limit 20000})]
    (is (false? valid?))
    (is (= 10 (count final-paths)))
    (is (= 102 (count (:pending (first configs)))))))

(deftest the-witness-explains-where-no-order-is-found-in-time
  (let [quickly @#'linear/decide-quickly
        calls   (atom 0)
        gave-up {:decision (Decision. LinearOutcome$Answer/UNDECIDED "out of time" Algorithm/WGL (Optional/empty)
                                      (Optional/empty) 0)}]
    (with-redefs-fn {#'linear/decide-quickly    (fn [judged limits]
                                                  (if (= 1 (swap! calls inc)) (quickly judged limits) gave-up))
                     #'linear/decide-in-clojure (fn [_ _] (swap! calls inc) gave-up)}
      #(let [{:keys [valid? op previous-ok final-paths]} (linear/analysis (model/cas-register) histories/readme-bad)]
         (is (< 1 @calls))
         (is (false? valid?))
         (is (= [4 1] [(:index op) (:index previous-ok)]))
         (is (= #{"can't read 3 from register nil"} (set (map (comp :msg :model peek) final-paths)))
             "of its core, which is that read alone")))))

(deftest a-no-without-any-way-there-still-says-why
  (let [linear  [(LinearOperation. 0 "write" 0 0 1) (LinearOperation. 2 "read" 3 2 4)]
        outcome (Linearizability/check Models/CAS_REGISTER linear (Limits/on (RunClock/startNow)))
        result  (explanation/bare {:operations (history/operations histories/readme-bad)} (.get (.witness outcome)))]
    (is (= {:valid?      false
            :analyzer    :interregnum
            :op          {:type :ok, :f :read, :value 3, :process 1, :index 4}
            :previous-ok {:type :ok, :f :write, :value 0, :process 0, :index 1}
            :configs     []}
           (dissoc result :final-paths)))
    (is (every? #(re-find #"the register holds" (:msg (:model (first %)))) (:final-paths result)))))

(deftest a-yes-whose-order-was-not-kept-is-one
  (let [seen   (history/operations histories/readme-good)
        judged {:model (model/register), :step model/step, :refusal (model/refuser), :operations seen}
        [write read] (map #(LinearOperation. % "any" nil 0 9) [1 0])]
    (is (= {:valid? true, :analyzer :interregnum, :configs []} (explanation/valid judged seen [])))
    (is (= {:valid? true, :analyzer :interregnum, :configs []} (explanation/valid judged seen [write])))
    (is (= (model/register 3) (:model (first (:configs (explanation/valid judged seen [write read]))))))
    (is (nil? (explanation/valid judged seen [read write])) "this one the model does not follow")))
