(ns jepsen.checker
  "A stand-in: the protocol of Jepsen as it documents it.")

(defprotocol Checker
  (check [checker test history opts]))
