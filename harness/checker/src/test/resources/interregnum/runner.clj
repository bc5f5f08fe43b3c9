(ns interregnum.runner
  "Runs one deftest and says what failed, for tests in Java."
  (:require [clojure.string :as str]
            [clojure.test :as test]))

(defn tests
  "The names of the tests of a namespace, in the order of the file."
  [namespace]
  (require (symbol namespace))
  (->> (ns-publics (symbol namespace))
       (filter (comp :test meta val))
       (sort-by (comp :line meta val))
       (mapv (comp str key))))

(defn run
  "What failed in a test, as a text; empty if nothing did. A test that asserts nothing fails."
  [namespace name]
  (let [report (java.io.StringWriter.)
        counts (binding [test/*test-out* report
                         test/*stack-trace-depth* 12
                         test/*report-counters* (ref test/*initial-report-counters*)]
                 (test/test-vars [(ns-resolve (symbol namespace) (symbol name))])
                 @test/*report-counters*)]
    (cond
      (pos? (+ (:fail counts) (:error counts))) (str/trim (str report))
      (zero? (:pass counts)) "the test asserts nothing"
      :else "")))
