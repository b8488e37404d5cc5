// System.Security.Cryptography.Xml.SignedXml as the vendors' tools and the gateways use it.
// Usage: SignedXmlPeer.exe verify FILE XPATH…            one line for each XPath: true | false | the exception
//        SignedXmlPeer.exe sign IN OUT KEY CERT FORM NS  a signature in the style of the field, appended to //KY
using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

static class SignedXmlPeer
{
    const string Dsig = "http://www.w3.org/2000/09/xmldsig#";

    static XmlDocument Load(string path)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.Load(path);
        return document;
    }

    static string Verify(XmlDocument document, string xpath)
    {
        try
        {
            var element = (XmlElement)document.SelectSingleNode(xpath);
            var signed = new SignedXml(document);
            signed.LoadXml(element);
            var names = new XmlNamespaceManager(document.NameTable);
            names.AddNamespace("d", Dsig);
            var text = element.SelectSingleNode("d:KeyInfo/d:X509Data/d:X509Certificate", names).InnerText;
            var certificate = new X509Certificate2(Convert.FromBase64String(text));
            return signed.CheckSignature(certificate.PublicKey.Key) ? "true" : "false";
        }
        catch (Exception error)
        {
            return error.GetType().Name + ": " + error.Message.Replace('\n', ' ');
        }
    }

    static void Add(SignedXml signed, string uri, params Transform[] transforms)
    {
        var reference = new Reference(uri) { DigestMethod = "http://www.w3.org/2001/04/xmlenc#sha256" };
        foreach (var transform in transforms) reference.AddTransform(transform);
        signed.AddReference(reference);
    }

    static void Sign(string[] args)
    {
        string form = args[5], ns = args[6];
        var document = Load(args[1]);
        var key = new RSACryptoServiceProvider(new CspParameters(24));
        key.FromXmlString(File.ReadAllText(args[3]));
        var certificate = new X509Certificate2(File.ReadAllBytes(args[4]));
        var signed = new SignedXml(document) { SigningKey = key };
        signed.Signature.Id = "sig";
        signed.SignedInfo.SignatureMethod = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
        signed.SignedInfo.CanonicalizationMethod = SignedXml.XmlDsigC14NTransformUrl;

        var properties = document.CreateElement("SignatureProperties", Dsig);
        var property = document.CreateElement("SignatureProperty", Dsig);
        property.SetAttribute("Target", "signatureProperties");
        var time = document.CreateElement("SigningTime", ns == "dsig" ? Dsig : ns == "none" ? "" : ns);
        time.InnerText = "2026-05-29T08:02:03";
        property.AppendChild(time);
        properties.AppendChild(property);
        var holder = document.CreateElement("holder");
        holder.AppendChild(properties);
        signed.AddObject(new DataObject { Id = "time", Data = holder.ChildNodes });

        if (form == "whole") Add(signed, "", new XmlDsigEnvelopedSignatureTransform(), new XmlDsigExcC14NTransform());
        else if (form == "enveloped") Add(signed, "#data", new XmlDsigEnvelopedSignatureTransform());
        else Add(signed, "#data");
        if (form == "ownEnveloped") Add(signed, "#time", new XmlDsigEnvelopedSignatureTransform());
        else if (form != "unsignedTime") Add(signed, "#time");

        var info = new KeyInfo();
        if (form == "keyValue") info.AddClause(new RSAKeyValue(key));
        var data = new KeyInfoX509Data(certificate);
        data.AddSubjectName(certificate.Subject);
        info.AddClause(data);
        signed.KeyInfo = info;
        signed.ComputeSignature();
        document.SelectSingleNode("//KY").AppendChild(document.ImportNode(signed.GetXml(), true));
        using (var writer = new XmlTextWriter(args[2], new System.Text.UTF8Encoding(form == "bom"))) document.Save(writer);
    }

    static int Main(string[] args)
    {
        if (args[0] == "sign")
        {
            Sign(args);
            return 0;
        }
        var document = Load(args[1]);
        for (int i = 2; i < args.Length; i++) Console.WriteLine(Verify(document, args[i]));
        return 0;
    }
}
