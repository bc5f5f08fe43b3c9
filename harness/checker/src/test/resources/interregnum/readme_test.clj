(ns interregnum.readme-test
  "The examples in the README do what they say."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]))

(defn- blocks []
  (map second (re-seq #"(?s)```clojure\n(.*?)```" (slurp "README.md"))))

(defn- sides
  "Forms, each with what is said to come of it after ;=>."
  [block]
  (for [[_ form expected] (re-seq #"(?s)(.*?)\n;=> (.*?)\n(?=\n|\z)" block)]
    [(str/trim form) (str/replace expected #"(?m)^;" "")]))

(defn- all-of [text]
  (read-string (str "[" text "]")))

(deftest examples-give-what-they-say
  (is (seq (blocks)))
  (let [home (create-ns 'interregnum.readme-examples)]
    (binding [*ns* home]
      (refer 'clojure.core)
      (doseq [block (blocks)
              [form expected] (sides block)]
        (testing form
          (is (= (read-string expected) (last (mapv eval (all-of form))))))))))
