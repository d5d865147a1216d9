using System.Net;
using System.Net.Sockets;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox.FaultInjection;

namespace HumaXledger.Tests.Xledger;

public class FaultTests
{
    [Theory]
    [InlineData(FaultKind.Status500)]
    [InlineData(FaultKind.Status502Html)]
    [InlineData(FaultKind.Status429)]
    [InlineData(FaultKind.HtmlInsteadOfJson)]
    [InlineData(FaultKind.ConnectionResetBefore)]
    [InlineData(FaultKind.ConnectionResetAfter)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.GraphQlErrorWithData)]
    [InlineData(FaultKind.GraphQlErrorWithoutData)]
    public async Task Read_TransientFault_IsRetried(FaultKind kind)
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Hire("1");
        lab.Break(kind, "Employees", times: 2);

        Assert.Single((await lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None)).Employees);
    }

    [Theory]
    [InlineData(FaultKind.Status500, XledgerReasons.Server)]
    [InlineData(FaultKind.Status502Html, XledgerReasons.Server)]
    [InlineData(FaultKind.Status429, XledgerReasons.Burst)]
    [InlineData(FaultKind.HtmlInsteadOfJson, XledgerReasons.NotJson)]
    [InlineData(FaultKind.ConnectionResetBefore, XledgerReasons.ConnectionLost)]
    [InlineData(FaultKind.TruncatedJson, XledgerReasons.BrokenAnswer)]
    [InlineData(FaultKind.GraphQlErrorWithoutData, XledgerReasons.Unhandled)]
    public async Task Read_PermanentFault_FailsWithItsNameAfterBoundedTries(FaultKind kind, string code)
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Break(kind, "query Employees(", times: 1_000);

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None)
        );

        Assert.Equal((code, true, false), (fault.Reason.Code, fault.Transient, fault.OutcomeUnknown));
    }

    [Fact]
    public async Task Read_PageThatTimesOutInXledger_IsRequestedInSmallerPages()
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Hire("1");
        lab.Break(FaultKind.GraphQlErrorWithoutData, "Employees", times: 2, message: "Your query timed out.");

        Assert.Single((await lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None)).Employees);
    }

    [Fact]
    public async Task Read_RejectedDocument_FailsAtOnce()
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Break(
            FaultKind.GraphQlErrorWithoutData,
            "Employees",
            times: 2,
            code: "FIELDS_ON_CORRECT_TYPE",
            message: "Cannot query field 'trialTo' on type 'Employee'."
        );

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None)
        );

        Assert.Equal(
            (new Reason(XledgerReasons.Document, "FIELDS_ON_CORRECT_TYPE"), false),
            (fault.Reason, fault.Transient)
        );
        Assert.Single(lab.World.Faults.Pending);
    }

    [Theory]
    [InlineData(FaultKind.Status500, XledgerReasons.Server)]
    [InlineData(FaultKind.Status502Html, XledgerReasons.Server)]
    [InlineData(FaultKind.HtmlInsteadOfJson, XledgerReasons.NotJson)]
    [InlineData(FaultKind.ConnectionResetBefore, XledgerReasons.ConnectionLost)]
    [InlineData(FaultKind.ConnectionResetAfter, XledgerReasons.ConnectionLost)]
    [InlineData(FaultKind.TruncatedJson, XledgerReasons.BrokenAnswer)]
    public async Task Write_UnreadableAnswer_IsNeverRetriedAndReportedAsUnknown(FaultKind kind, string code)
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1");
        lab.Break(kind, "UpdateContacts", times: 1);

        var fault = await Assert.ThrowsAsync<XledgerFault>(() => lab.WriteAsync(kari, (Field.JobTitle, "Sjef")));

        Assert.Equal((code, true), (fault.Reason.Code, fault.OutcomeUnknown));
        var carriedOut = kind is FaultKind.ConnectionResetAfter or FaultKind.TruncatedJson;
        Assert.Equal(carriedOut ? "Sjef" : "Rådgiver", lab.Contact(kari).JobTitle);
    }

    [Fact]
    public async Task Write_ServerError_IsARefusalThatTheCallerCanSplit()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1");
        lab.Break(FaultKind.GraphQlErrorWithoutData, "UpdateContacts");

        Assert.Equal(XledgerReasons.Unhandled, (await lab.WriteAsync(kari, (Field.JobTitle, "Sjef"))).Refusal!.Code);
    }

    [Fact]
    public async Task Write_ServerMessageWithPersonalData_IsNeverPassedOn()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1");
        lab.Break(
            FaultKind.GraphQlErrorWithoutData,
            "UpdateEmployees",
            code: "BAD_REQUEST",
            message: "inputs.node.socialSec: '18069112345' is not valid for Åse."
        );

        var outcome = await lab.WriteAsync(kari, (Field.Identification, "18069112345"));

        Assert.Equal(new Reason(XledgerReasons.Refused, "inputs.node.socialSec"), outcome.Refusal);
    }

    [Fact]
    public async Task AnyRequest_UnreachableHost_IsNamedAndNothingWasExecuted()
    {
        await using var lab = await XledgerLab.StartAsync();
        var nobody = new Uri($"http://127.0.0.1:{FreePort()}/graphql");

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.ClientAt(nobody).AddAsync([new XledgerAddition("1", AddingTests.Someone)], "1", CancellationToken.None)
        );

        Assert.Equal(
            (new Reason(XledgerReasons.Unreachable, "127.0.0.1"), true, false),
            (fault.Reason, fault.Transient, fault.OutcomeUnknown)
        );

        static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    [Fact]
    public async Task AnyRequest_Cancelled_PropagatesTheCancellation()
    {
        await using var lab = await XledgerLab.StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            lab.Client.ReadEmployeesAsync(lab.Owner, null, cancelled.Token)
        );
    }

    [Fact]
    public async Task Faults_OfEveryKind_NeverContainTheToken()
    {
        await using var lab = await XledgerLab.StartAsync();
        var token = lab
            .World.Credentials.First(one => one.Name == "Revoked" && one.System == OutsideSystem.Xledger)
            .Text;

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.ClientOf(token).ProbeAsync(CancellationToken.None)
        );

        Assert.DoesNotContain(token, fault.ToString(), StringComparison.Ordinal);
    }
}
