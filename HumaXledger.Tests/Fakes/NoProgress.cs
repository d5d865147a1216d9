namespace HumaXledger.Tests.Fakes;

/// <summary>Nobody looks at the progress.</summary>
internal sealed class NoProgress<T> : IProgress<T>
{
    public void Report(T value) { }
}
