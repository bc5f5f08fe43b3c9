(ns jepsen.history
  "A stand-in: ops are records, and histories are made of them.")

(defrecord Op [index time type process f value])

(defn history [ops]
  (mapv map->Op ops))
