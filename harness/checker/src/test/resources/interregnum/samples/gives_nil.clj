(ns interregnum.samples.gives-nil)

(defn model [] nil)
