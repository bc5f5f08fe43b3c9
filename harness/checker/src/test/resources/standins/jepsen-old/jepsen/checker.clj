(ns jepsen.checker
  "A stand-in: the protocol of older versions, which take the model.")

(defprotocol Checker
  (check [checker test model history opts]))
