(ns interregnum.samples.no-step)

(def model {:held nil})
