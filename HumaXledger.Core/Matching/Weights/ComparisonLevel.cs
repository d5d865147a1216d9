namespace HumaXledger.Core.Matching.Weights;

/// <summary>
/// A comparison level of Fellegi and Sunter's model: one outcome of comparing one attribute of two records. The
/// evidence has the hand-set weight; <see cref="LevelWeights"/> may have a learned one.
/// </summary>
/// <param name="Slot">Its index among all levels.</param>
/// <param name="Learned">
/// Its index among the learned weights, from 1; 0 where the weight is not learned. Levels that differ only by a fixed
/// share (a common name) have the same index.
/// </param>
/// <param name="Comparator">The compared attribute.</param>
/// <param name="Evidence">The observation with its hand-set weight.</param>
internal sealed record ComparisonLevel(int Slot, int Learned, Comparator Comparator, Evidence Evidence);
