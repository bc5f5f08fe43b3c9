(ns interregnum.lifted-test
  (:require [clojure.test :refer [deftest is]]
            [interregnum.histories :as histories]
            [interregnum.linear :as linear]
            [interregnum.model :as model]
            [interregnum.second-opinion :as second-opinion]
            [jepsen.history :as jepsen]
            [knossos.competition :as competition])
  (:import (jepsen.history Op)))

(deftest knossos-gets-a-lifted-history
  (is (= :agrees (:opinion (second-opinion/opinion (model/cas-register) histories/readme-bad))))
  (is (every? #(instance? Op %) (:history @competition/asked))))

(deftest lifted-histories-are-judged
  (let [lifted (jepsen/history (map-indexed #(assoc %2 :index %1) histories/readme-bad))
        {:keys [op previous-ok]} (linear/analysis (model/cas-register) lifted)]
    (is (identical? (lifted 4) op))
    (is (identical? (lifted 1) previous-ok))))

(deftest models-of-ours-go-to-knossos-in-its-clothes
  (is (= {:opinion :agrees, :detail "knossos, by our model in its clothes, says not linearizable", :valid? false}
         (dissoc (second-opinion/opinion (model/fifo-queue)
                                         [{:process 0, :type :invoke, :f :dequeue, :value nil}
                                          {:process 0, :type :ok, :f :dequeue, :value 1}])
                 :analysis))))
