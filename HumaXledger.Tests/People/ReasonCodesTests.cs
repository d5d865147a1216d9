using System.Reflection;
using HumaXledger.Core.People;

namespace HumaXledger.Tests.People;

public class ReasonCodesTests
{
    [Fact]
    public void Codes_AreStableWordsAndEachIsThereOnce()
    {
        var codes = typeof(ReasonCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.All(codes, code => Assert.Matches("^[a-z][A-Za-z-]*(\\.[a-z][A-Za-z-]*)+$", code));
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }
}
