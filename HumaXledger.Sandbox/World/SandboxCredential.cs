using HumaXledger.Sandbox.FaultInjection;

namespace HumaXledger.Sandbox;

/// <summary>A key or token to copy into the set-up.</summary>
/// <param name="Purpose">What it is for, or what is wrong with it.</param>
/// <param name="ClientId">Huma only.</param>
/// <param name="Text">The client secret or the API token.</param>
public sealed record SandboxCredential(OutsideSystem System, string Name, string Purpose, Guid? ClientId, string Text);
