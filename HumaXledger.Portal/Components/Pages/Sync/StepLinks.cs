using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>What surrounds a step: the addresses of its neighbours, and what others decided meanwhile.</summary>
/// <param name="Back">Null where there is none.</param>
/// <param name="Next">Null where there is none.</param>
/// <param name="OtherDecisions">Shown in the bar of the step, so that no row moves when it appears.</param>
public sealed record StepLinks(string? Back, string? Next, RenderFragment? OtherDecisions = null);
