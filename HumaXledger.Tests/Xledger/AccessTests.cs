using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox.Xledger;
using XledgerRight = HumaXledger.Core.Xledger.XledgerRight;

namespace HumaXledger.Tests.Xledger;

public class AccessTests
{
    [Fact]
    public async Task Probe_ValidToken_Passes()
    {
        await using var lab = await XledgerLab.StartAsync();

        await lab.Client.ProbeAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("Revoked", 200)]
    [InlineData("Expired", 200)]
    [InlineData("Revoked", 400)]
    [InlineData("Revoked", 401)]
    [InlineData("Revoked", 403)]
    public async Task Probe_InvalidToken_IsRejectedWithAnyStatus(string token, int status)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.BadTokenStatus = status);

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.ClientNamed(token).ProbeAsync(CancellationToken.None)
        );

        Assert.Equal((XledgerReasons.TokenRejected, false), (fault.Reason.Code, fault.Transient));
    }

    [Fact]
    public async Task Reading_InvalidToken_FailsWithATokenReason()
    {
        await using var lab = await XledgerLab.StartAsync();

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.ClientNamed("Revoked").ReadEmployeesAsync(lab.Owner, null, CancellationToken.None)
        );

        Assert.Equal(XledgerReasons.TokenRejected, fault.Reason.Code);
    }

    [Fact]
    public async Task Entities_GroupToken_AreItsOwnFirstAndItsSubEntities()
    {
        await using var lab = await XledgerLab.StartAsync();

        var entities = await lab.ClientNamed("group level").ReadEntitiesAsync(CancellationToken.None);

        Assert.True(entities.Complete);
        Assert.True(entities.Seen[0].IsOwn);
        Assert.Contains(entities.Seen, entity => entity.OwnerDbId == lab.Owner && !entity.IsOwn);
        Assert.Contains(entities.Seen, entity => entity.OwnerDbId == $"{lab.Sweden}");
        Assert.Equal(entities.Seen.Count, entities.Seen.Select(entity => entity.OwnerDbId).Distinct().Count());
        Assert.Equal((true, false), (entities.Sees(lab.Owner), entities.Sees("1")));
    }

    public static TheoryData<MissingRight> EachAnswerToAMissingRight => [.. Enum.GetValues<MissingRight>()];

    [Theory]
    [MemberData(nameof(EachAnswerToAMissingRight))]
    public async Task Entities_NotListedToTheToken_AreItsOwnOnlyAndSubEntitiesAreUnknown(MissingRight answer)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.MissingRight = answer);

        var entities = await lab.ClientNamed("Owner read not ticked, both").ReadEntitiesAsync(CancellationToken.None);

        Assert.False(entities.Complete);
        Assert.True(Assert.Single(entities.Seen).IsOwn);
        Assert.Null(entities.Sees(lab.Owner));
    }

    [Theory]
    [MemberData(nameof(EachAnswerToAMissingRight))]
    public async Task Reading_EmployeeRightMissing_NamesTheRightAndNeverThePaging(MissingRight answer)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.MissingRight = answer);
        lab.Hire("1");

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.ClientNamed("Employee read missing").ReadEmployeesAsync(lab.Owner, null, CancellationToken.None)
        );

        Assert.Equal(new Reason(XledgerReasons.RightMissing, "Human Resources", "Employee", "read"), fault.Reason);
    }

    [Fact]
    public async Task Reading_TokenWithoutEntityList_ReadsTheEmployeesOfASubEntity()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1");

        var reading = await lab.ClientNamed("Owner read not ticked, both")
            .ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);

        Assert.Equal([$"{kari.DbId}"], reading.Employees.Select(employee => employee.Person.Id));
    }

    [Fact]
    public async Task Rights_FullToken_ReadsAreGrantedAndWritesUntested()
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Hire("1");

        foreach (var right in XledgerRight.Needed)
        {
            Assert.Equal(
                right.Write ? RightState.Untested : RightState.Granted,
                await lab.Client.ProbeRightAsync(right, CancellationToken.None)
            );
        }
    }

    [Fact]
    public async Task Rights_AllTried_ReadEachScopeOnce()
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Hire("1");
        var before = lab.World.Meter.ThisMonth.Requests;

        foreach (var right in XledgerRight.Needed)
        {
            await lab.Client.ProbeRightAsync(right, CancellationToken.None);
        }

        Assert.Equal((14, 10), (XledgerRight.Needed.Count, lab.World.Meter.ThisMonth.Requests - before));
    }

    // What is missing when a read is refused may have changed since the set-up tried it.
    [Fact]
    public async Task Rights_TakenAwayAfterTheyWereTried_AreNamedByTheNextRefusedRead()
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Hire("1");
        foreach (var right in XledgerRight.Needed)
        {
            await lab.Client.ProbeRightAsync(right, CancellationToken.None);
        }

        lab.Store.Edit(edit =>
            edit.Change(lab.Store.Tokens.All().First(token => token.Text == lab.World.FullXledgerToken.Text), row =>
                row.Rights = [.. row.Rights.Where(right => right.Scope != XledgerScope.Employee)]
            )
        );

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None)
        );
        Assert.Equal(new Reason(XledgerReasons.RightMissing, "Human Resources", "Employee", "read"), fault.Reason);
    }

    public static TheoryData<string, MissingRight> EachReadRight =>
        new(
            from right in XledgerRight.Needed
            where !right.Write
            from answer in Enum.GetValues<MissingRight>()
            select (right.Scope, answer)
        );

    [Theory]
    [MemberData(nameof(EachReadRight))]
    public async Task Rights_OneMissing_IsTheOneFoundMissing(string scope, MissingRight answer)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.MissingRight = answer);
        lab.Hire("1");
        var client = lab.ClientNamed($"{scope.Replace(" ", "", StringComparison.Ordinal)} read missing");

        foreach (var right in XledgerRight.Needed.Where(right => !right.Write))
        {
            // A part of a contact that is omitted silently may as well be empty.
            var unseen = answer == MissingRight.Silent && scope is ("Address" or "System Value");
            var expected =
                right.Scope == scope
                    ? unseen
                        ? RightState.Untested
                        : RightState.Missing
                    : scope == "Contact" && right.Scope is "Address" or "System Value"
                        ? RightState.Untested
                        : RightState.Granted;
            Assert.Equal(
                (right.Scope, expected),
                (right.Scope, await client.ProbeRightAsync(right, CancellationToken.None))
            );
        }
    }

    [Fact]
    public async Task Rights_ProbedThroughContactsWithoutAny_AreUntested()
    {
        await using var lab = await XledgerLab.StartAsync();

        Assert.Equal(
            RightState.Untested,
            await lab.Client.ProbeRightAsync(
                XledgerRight.Needed.Single(right => right.Scope == "Address"),
                CancellationToken.None
            )
        );
    }
}
