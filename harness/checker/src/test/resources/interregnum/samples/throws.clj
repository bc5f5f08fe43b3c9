(ns interregnum.samples.throws)

(throw (IllegalStateException. "not today"))
