(ns interregnum.second-opinion-test
  (:require [clojure.test :refer [deftest is are]]
            [interregnum.histories :as histories]
            [interregnum.linear :as linear]
            [interregnum.model :as model]
            [interregnum.samples.counter :as counter]
            [interregnum.second-opinion :as second-opinion]
            [knossos.competition :as competition]
            [knossos.model :as knossos])
  (:import (io.interregnum.check.linear LinearOperation LinearOutcome$Answer Models)
           (io.interregnum.clojure ClojureModels SecondOpinion)
           (java.time Duration)))

(defmacro when-knossos
  "Runs `body` while the stand-in behaves so."
  [behaviour & body]
  `(do
     (reset! competition/behaviour ~behaviour)
     (try ~@body (finally (reset! competition/behaviour :honest)))))

(defn- threads-of-knossos []
  (count (filter #(= "knossos" (.getName ^Thread %)) (keys (Thread/getAllStackTraces)))))

(defn- opinion [model history & [opts]]
  (dissoc (second-opinion/opinion model history (or opts {})) :analysis))

(deftest both-agree
  (is (= {:opinion :agrees, :detail "knossos, by its own model cas-register, says not linearizable", :valid? false}
         (opinion (model/cas-register) histories/readme-bad)))
  (is (= {:opinion :agrees, :detail "knossos, by its own model cas-register, says linearizable", :valid? true}
         (opinion (model/cas-register 0) histories/readme-good))))

(deftest a-planted-disagreement-is-seen
  (when-knossos :lies
    (is (= {:opinion :disagrees, :detail "knossos, by its own model cas-register, says linearizable", :valid? true}
           (opinion (model/cas-register) histories/readme-bad)))))

(deftest either-may-give-up
  (when-knossos :gives-up
    (is (= {:opinion :gave-up
            :detail  "knossos, by its own model cas-register, says undecided (:unknown), cause :timeout"
            :valid?  :unknown}
           (opinion (model/cas-register) histories/readme-bad))))
  (when-knossos :throws
    (is (= {:opinion :gave-up
            :detail  (str "knossos, by its own model cas-register, threw "
                          "java.lang.IllegalStateException: out of luck")}
           (opinion (model/cas-register) histories/readme-bad))))
  (is (= :decides-alone
         (:opinion (second-opinion/opinion (model/cas-register) histories/readme-bad {} {:valid? :unknown})))))

(deftest what-hangs-is-cut-off-and-leaves-no-thread
  (when-knossos :hangs
    (is (= {:opinion :gave-up, :detail "knossos, by its own model cas-register, was cut off after 100 ms"}
           (opinion (model/cas-register) histories/readme-bad {:time-limit 100})))
    (is (zero? (threads-of-knossos)))))

(deftest what-does-not-heed-the-end-is-told-of
  (when-knossos :deaf
    (is (= (str "knossos, by its own model cas-register, was cut off after 100 ms and does not heed it: "
                "its thread goes on")
           (:detail (opinion (model/cas-register) histories/readme-bad {:time-limit 100}))))
    (is (= 1 (threads-of-knossos)))
    (deliver @competition/release true)))

(deftest knossos-is-told-its-time-and-gets-plain-ops
  (opinion (model/cas-register) histories/readme-bad {:time-limit 5000})
  (is (= {:model   (knossos/cas-register)
          :opts    {:time-limit 5000}
          :history [{:process 0, :type :invoke, :f :write, :value 0, :index 0, :time 0}
                    {:process 0, :type :ok, :f :write, :value 0, :index 1, :time 1}]}
         (update @competition/asked :history #(take 2 %)))))

(deftest our-models-go-in-its-clothes
  (let [history [{:process 0, :type :invoke, :f :add, :value 1}
                 {:process 1, :type :invoke, :f :add, :value 2}
                 {:process 0, :type :ok, :f :add, :value 1}
                 {:process 0, :type :invoke, :f :read, :value nil}
                 {:process 0, :type :ok, :f :read, :value 3}]]
    (is (= {:opinion :agrees, :detail "knossos, by our model in its clothes, says linearizable", :valid? true}
           (opinion (counter/model) history)))
    (is (= {:opinion :agrees, :detail "knossos, by our model in its clothes, says not linearizable", :valid? false}
           (opinion (counter/model) (assoc-in history [4 :value] 2))))))

(deftest both-agree-on-random-histories
  (doseq [seed (range 40)]
    (let [history (histories/history histories/cas-register 7 seed)]
      (are [model] (= :agrees (:opinion (second-opinion/opinion model history)))
        (model/cas-register)
        (model/named "cas-register")
        (knossos/cas-register))
      (is (= :agrees (:opinion (second-opinion/opinion (model/fifo-queue) (histories/history histories/queue 6 seed))))))))

(defn- from-java [java operations valid?]
  (let [given (SecondOpinion/ofKnossos java
                                       (for [[id f value from to] operations]
                                         (LinearOperation. id f value from (or to LinearOperation/NEVER)))
                                       (if valid? LinearOutcome$Answer/LINEARIZABLE LinearOutcome$Answer/NOT_LINEARIZABLE)
                                       (Duration/ofSeconds 20))]
    [(str (.kind given)) (.detail given)]))

(deftest callers-in-java-are-served-too
  (are [expected java operations] (= expected (from-java java operations true))
    ["AGREES" "knossos, by its own model cas-register, says linearizable"]
    Models/CAS_REGISTER [[0 "write" 1 0 5] [1 "read" 2 1 9] [2 "cas" [1 2] 6 8] [3 "write" 7 2 nil] [4 "read" nil 10 nil]]

    ["DISAGREES" "knossos, by its own model register, says not linearizable"]
    (.withInitial Models/REGISTER 5) [[0 "read" 6 0 1]]

    ["AGREES" "knossos, by our model in its clothes, says linearizable"]
    (ClojureModels/fromNamespace "interregnum.samples.counter") [[0 "add" 2 0 1] [1 "read" 2 2 3]])
  (is (= "DISAGREES" (first (from-java Models/REGISTER [[0 "read" 6 0 1]] true))))
  (is (= "AGREES" (first (from-java Models/REGISTER [[0 "read" 6 0 1]] false)))))

(deftest in-java-a-read-of-nothing-tells-something
  (is (= ["AGREES" "knossos, by our model in its clothes, says not linearizable"]
         (from-java Models/REGISTER [[0 "write" 1 0 1] [1 "read" nil 2 3]] false))))

(deftest equal-stamps-are-concurrent
  (is (= "AGREES" (first (from-java Models/REGISTER [[0 "write" 1 0 5] [1 "write" 2 5 6] [2 "read" 1 7 8]] true))))
  (is (= [[0 :invoke] [1 :invoke] [0 :ok] [1 :ok] [0 :invoke] [0 :ok]]
         (map (juxt :process :type) (:history @competition/asked)))))
