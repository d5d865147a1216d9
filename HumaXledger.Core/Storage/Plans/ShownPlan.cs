namespace HumaXledger.Core.Storage.Plans;

/// <summary>
/// The plan that a page showed: what a click on it intends. Two clicks with the same value are one intention, even by
/// different users, and lead to one plan and one run.
/// </summary>
/// <param name="Source">What the plan follows from.</param>
/// <param name="Fingerprint">Of the plan as it was shown.</param>
/// <param name="LastPlan">The connection's newest plan number when it was shown, 0 without one: a plan that was stored
/// later with the same content is the same act.</param>
public readonly record struct ShownPlan(PlanSource Source, string Fingerprint, int LastPlan);
