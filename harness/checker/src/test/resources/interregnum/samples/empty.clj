(ns interregnum.samples.empty
  (:require [interregnum.model :refer [step]]))

;; Only what a namespace defines itself counts.
(def ^:private model nil)
