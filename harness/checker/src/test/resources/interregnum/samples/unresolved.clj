(ns interregnum.samples.unresolved)

(def model (no-such-function 1))
