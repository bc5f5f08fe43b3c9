(ns interregnum.samples.needs-more
  (:require [interregnum.samples.missing :as missing]))
