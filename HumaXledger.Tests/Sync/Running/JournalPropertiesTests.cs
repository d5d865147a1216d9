using System.Reflection;
using System.Runtime.CompilerServices;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Running;

namespace HumaXledger.Tests.Sync.Running;

public sealed class JournalPropertiesTests
{
    // What is in none of the lists would be lost when the process ends. A change has its run before the journal begins.
    [Fact]
    public void Property_ThatCanChange_IsSavedByAStepOfTheJournal()
    {
        var changing = typeof(ChangeRecord)
            .GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(property =>
                property.SetMethod is { } setter
                && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            )
            .Select(property => property.Name);

        Assert.Equal(
            changing.Except([nameof(ChangeRecord.RunId)]).Order(StringComparer.Ordinal),
            Journal
                .AdditionProperties.Concat(Journal.SendingProperties)
                .Concat(Journal.OverwritingProperties)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
    }
}
