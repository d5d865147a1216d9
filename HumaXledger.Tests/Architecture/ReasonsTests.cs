using System.Reflection;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Architecture;

public sealed class ReasonsTests
{
    [Fact]
    public void Codes_AreStableWordsAndUnique()
    {
        var codes = typeof(Reason)
            .Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Reason).Namespace && type is { IsAbstract: true, IsSealed: true })
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToList();

        Assert.True(codes.Count > 300);
        Assert.All(codes, code => Assert.Matches("^[a-z][A-Za-z-]*(\\.[a-z][A-Za-z-]*)+$", code));
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }
}
