(ns interregnum.old-jepsen-test
  (:require [clojure.test :refer [deftest is]]
            [interregnum.histories :as histories]
            [interregnum.jepsen :as interregnum]
            [interregnum.model :as model]
            [jepsen.checker :as checker]))

(deftest an-old-jepsen-gives-the-model-with-the-history
  (is (false? (:valid? (checker/check (interregnum/linearizable {}) {} (model/cas-register) histories/readme-bad {}))))
  (is (false? (:valid? (checker/check (interregnum/linearizable {:model (model/cas-register)}) {} nil
                                      histories/readme-bad {})))))
