(ns interregnum.alone-test
  "What there is where neither Knossos nor Jepsen is."
  (:require [clojure.test :refer [deftest is]]
            [interregnum.histories :as histories]
            [interregnum.jepsen :as jepsen]
            [interregnum.model :as model]
            [interregnum.second-opinion :as second-opinion])
  (:import (io.interregnum.check.linear LinearOperation LinearOutcome$Answer Models)
           (io.interregnum.clojure SecondOpinion SecondOpinion$Kind)
           (java.time Duration)))

(deftest neither-is-there
  (is (thrown? java.io.FileNotFoundException (require 'knossos.model)))
  (is (thrown? java.io.FileNotFoundException (require 'jepsen.checker))))

(deftest the-checker-checks
  (let [checker (jepsen/linearizable {:model (model/cas-register)})]
    (is (false? (:valid? (jepsen/check checker {} histories/readme-bad {}))))))

(deftest there-is-no-second-opinion
  (is (= {:opinion :absent, :detail "knossos is not on the class path"}
         (second-opinion/opinion (model/cas-register) histories/readme-bad)))
  (is (= (SecondOpinion. SecondOpinion$Kind/ABSENT "knossos is not on the class path")
         (SecondOpinion/ofKnossos Models/REGISTER [(LinearOperation. 0 "write" 1 0 1)] LinearOutcome$Answer/LINEARIZABLE
                                  (Duration/ofSeconds 10)))))
