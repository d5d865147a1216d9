using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Tests.Storage.Database;

public sealed class IdTimeTests
{
    [Fact]
    public void TimeOfAnId_IsThatOfItsMaking()
    {
        var at = new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

        Assert.Equal(at.UtcDateTime, IdTime.Of(Guid.CreateVersion7(at)));
    }

    [Theory]
    [InlineData("ffffffff-ffff-7fff-bfff-ffffffffffff")]
    [InlineData("f0000000-0000-7000-8000-000000000000")]
    [InlineData("01a00000-0000-4000-8000-000000000000")]
    public void TimeOfAnId_Invented_IsNone(string id) => Assert.Null(IdTime.Of(Guid.Parse(id)));
}
