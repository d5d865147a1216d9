namespace HumaXledger.Tests.Fakes;

/// <summary>Discards the progress.</summary>
internal sealed class Unwatched<T> : IProgress<T>
{
    public void Report(T value) { }
}
