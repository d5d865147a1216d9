namespace HumaXledger.Portal.Components.Shared.Blocks;

/// <summary>A step of <see cref="Steps"/>.</summary>
/// <param name="Href">Address of a step that can be visited; null for one that cannot yet.</param>
/// <param name="Badge">A short count: "64", "3/10".</param>
public sealed record Step(string Title, StepState State, string? Href = null, string? Badge = null);
