namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Another attempt at this run has begun, here or on another node: this one must not write another line.
/// </summary>
internal sealed class RunTakenOver() : Exception("Another attempt has taken over this run.");
