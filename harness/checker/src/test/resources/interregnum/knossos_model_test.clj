(ns interregnum.knossos-model-test
  "Models of Knossos, and such as its users write."
  (:require [clojure.test :refer [deftest is]]
            [interregnum.histories :as histories]
            [interregnum.linear :as linear]
            [interregnum.model :as model]
            [knossos.model :as knossos]))

(defrecord Counter [n]
  knossos.model.Model
  (step [_ op]
    (case (:f op)
      :inc (->Counter (inc n))
      :read (if (= n (:value op)) (->Counter n) (knossos/inconsistent (str "it is " n))))))

(deftest their-models-are-judged
  (doseq [opts [{} {:step knossos/step}]]
    (let [{:keys [valid? final-paths configs]} (linear/analysis (knossos/cas-register) histories/readme-bad opts)]
      (is (false? valid?))
      (is (= (knossos/cas-register 0) (:model (first configs))))
      (is (= #{"can't read 3 from register 0" "can't read 3 from register 4"}
             (set (map (comp :msg :model peek) final-paths))))
      (is (every? (comp knossos/inconsistent? :model peek) final-paths)))
    (is (true? (linear/valid? (knossos/cas-register 0) histories/readme-good opts)))))

(deftest models-of-their-users-are-judged
  (let [history [{:process 0, :type :invoke, :f :inc}
                 {:process 0, :type :ok, :f :inc}
                 {:process 0, :type :invoke, :f :read}
                 {:process 0, :type :ok, :f :read, :value 1}]]
    (is (true? (linear/valid? (->Counter 0) history)))
    (is (= #{[{:op {:process 0, :type :ok, :f :inc, :index 1, :value nil}, :model (->Counter 2)}
              {:op {:process 0, :type :ok, :f :read, :value 1, :index 3}, :model (knossos/inconsistent "it is 2")}]}
           (:final-paths (linear/analysis (->Counter 1) (assoc-in history [1 :value] nil)))))))

(deftest their-refusals-are-known
  (is (model/inconsistent? (knossos/inconsistent "no")))
  (is (not (model/inconsistent? (knossos/cas-register)))))
