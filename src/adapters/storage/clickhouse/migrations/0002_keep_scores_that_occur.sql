-- Weights by bin of the score, of the bins that occur: a cell of a segment fills some thirty of a
-- thousand. Rows of before hold all bins, and are read as if they did not.
ALTER TABLE outcome_profiles {{on_cluster}}
  ADD COLUMN IF NOT EXISTS `scores.bin` Array(UInt16)
    DEFAULT arrayFilter(bin -> positives[bin + 1] + negatives[bin + 1] > 0, range(length(positives)))
    AFTER negatives,
  ADD COLUMN IF NOT EXISTS `scores.positive` Array(Float64)
    DEFAULT arrayFilter((positive, negative) -> positive + negative > 0, positives, negatives)
    AFTER `scores.bin`,
  ADD COLUMN IF NOT EXISTS `scores.negative` Array(Float64)
    DEFAULT arrayFilter((negative, positive) -> positive + negative > 0, negatives, positives)
    AFTER `scores.positive`;
