(ns interregnum.jepsen-test
  (:require [clojure.test :refer [deftest is]]
            [interregnum.histories :as histories]
            [interregnum.jepsen :as interregnum]
            [interregnum.linear :as linear]
            [interregnum.model :as model]
            [jepsen.checker :as checker]
            [knossos.model :as knossos]))

(deftest the-checker-is-one-of-jepsens
  (let [made (interregnum/linearizable {:model (model/cas-register), :algorithm :wgl})]
    (is (satisfies? checker/Checker made))
    (is (= (-> (linear/analysis (model/cas-register) histories/readme-bad)
               (update :final-paths set))
           (-> (checker/check made {:name "a test"} histories/readme-bad {:subdirectory nil})
               (update :final-paths set))))
    (is (= {:valid? true, :final-paths []}
           (select-keys (checker/check made {} histories/readme-good {}) [:valid? :final-paths])))))

(deftest the-model-may-be-the-tests-or-one-of-knossos
  (is (false? (:valid? (checker/check (interregnum/linearizable {}) {:model (knossos/cas-register 1)}
                                      histories/readme-bad {}))))
  (is (thrown-with-msg? IllegalArgumentException #"the checker has no model"
                        (checker/check (interregnum/linearizable {}) {} histories/readme-bad {}))))

(deftest options-go-to-the-analysis
  (is (= {:valid? :unknown, :cause :timeout}
         (select-keys (checker/check (interregnum/linearizable {:model histories/log, :time-limit 50}) {}
                                     (histories/hopeless 40) {})
                      [:valid? :cause]))))

(deftest only-ten-of-each-are-shown
  (let [writes (for [p (range 30)] {:process (+ 10 p), :type :invoke, :f :write, :value (+ 100 p)})
        result (checker/check (interregnum/linearizable {:model (model/register)}) {}
                              (concat writes histories/readme-bad) {})]
    (is (= 10 (count (:final-paths result))))
    (is (= 1 (count (:configs result))))))

(deftest results-are-data-that-jepsen-can-write
  (let [{:keys [configs final-paths]} (checker/check (interregnum/linearizable {:model (model/named "cas-register" 1)}) {}
                                                     histories/readme-bad {})]
    (is (= [{:name "cas-register", :state "0"}] (map #(into {} (:model %)) configs)))
    (is (= #{"0" "4" nil} (set (map (comp :state :model) (apply concat final-paths)))))))
