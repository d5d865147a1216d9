namespace HumaXledger.Tests.Fakes;

/// <summary>Nobody looks at the progress.</summary>
internal sealed class Unwatched<T> : IProgress<T>
{
    public void Report(T value) { }
}
