using HumaXledger.Core.People;

namespace HumaXledger.Tests.Huma;

/// <summary>Passes each report on at once, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class CountListener(Action<ReadCount> hear) : IProgress<ReadCount>
{
    public void Report(ReadCount value) => hear(value);
}
